package dev.jetticorn.samples.http2.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import org.junit.jupiter.api.Test;

class Http1ConnectionTest {
  @Test
  void readsHintsChunksAndTrailers() throws Exception {
    Answer answer =
        read(
            """
            HTTP/1.1 103 Early Hints
            Link: </a.css>
            link: </b.js>

            HTTP/1.1 200 OK
            Transfer-Encoding: chunked

            3;name=value
            abc
            A
            0123456789
            0
            Content-MD5: x

            """);

    assertThat(answer.hints()).hasSize(1);
    assertThat(answer.hints().get(0).fields().all("Link")).containsExactly("</a.css>", "</b.js>");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("abc0123456789");
    assertThat(answer.trailers().names()).containsExactly("content-md5");
  }

  @Test
  void readsABodyOfAnnouncedLength() throws Exception {
    Answer answer = read("HTTP/1.1 404 Not Found\nContent-Length: 2\n\nabc");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text()).isEqualTo("ab");
  }

  @Test
  void readsABodyUpToTheEnd() throws Exception {
    assertThat(read("HTTP/1.0 200 OK\n\nabc").text()).isEqualTo("abc");
  }

  @Test
  void refusesHalfAnAnswer() {
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\nContent-Length: 9\n\nabc"))
        .isInstanceOf(EOFException.class)
        .hasMessageContaining("3 of 9");
    assertThatThrownBy(() -> read("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n3\nabc\n"))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("nonsense\n\n")).isInstanceOf(ProtocolException.class);
  }

  private static Answer read(String lines) throws IOException {
    return Http1Connection.read(
        new ByteArrayInputStream(lines.replace("\n", "\r\n").getBytes(ISO_8859_1)));
  }
}
