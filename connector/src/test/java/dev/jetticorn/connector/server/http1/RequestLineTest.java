package dev.jetticorn.connector.server.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a request line is cut, the same is seen of it. */
class RequestLineTest {
  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/1.1, true, GET / HTTP/1.1",
    "GET / HTTP/2.0, true, GET / HTTP/1.1",
    "GET / HTTP/1.7, true, GET / HTTP/1.1",
    "GET / HTTP/0.9, true, GET / HTTP/1.0",
    "PRI * HTTP/2.0, true, PRI * HTTP/2.0",
    "GET /  HTTP/1.1, false, GET /  HTTP/1.1",
    "GET  / HTTP/1.1, false, GET  / HTTP/1.1",
    "GET / http/1.2, false, GET / http/1.1",
    "GET / HTTP/1.1 x, false, GET / HTTP/1.1 x",
    "GET /, false, GET /",
    "GET, false, GET"
  })
  void isTheSameCutAnywhere(String line, boolean isWellFormed, String replaced) {
    byte[] bytes = ("\r\n" + line + "\r\nX: a b  c\r\n").getBytes(ISO_8859_1);
    for (int cut = 0; cut <= bytes.length; cut++) {
      byte[] copy = bytes.clone();
      RequestLine read = new RequestLine(true);
      read.begin();

      read.read(ByteBuffer.wrap(copy, 0, cut));
      read.read(ByteBuffer.wrap(copy, cut, copy.length - cut));

      assertThat(read.isWellFormed()).isEqualTo(isWellFormed);
      assertThat(read.length()).isEqualTo(line.length());
      assertThat(read.text()).isEqualTo(line);
      assertThat(new String(copy, ISO_8859_1)).startsWith("\r\n" + replaced + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET / HTTP/2.0, GET / HTTP/2.0",
    "GET / HTTP/0.9, GET / HTTP/0.9",
    "GET / HTTP/1.0, GET / HTTP/1.0",
    "GET / HTTP/1.7, GET / HTTP/1.1"
  })
  void leavesMajorVersionsAloneUnlessPermitted(String line, String replaced) {
    byte[] bytes = (line + "\r\n").getBytes(ISO_8859_1);
    RequestLine read = new RequestLine(false);
    read.begin();

    read.read(ByteBuffer.wrap(bytes));

    assertThat(new String(bytes, ISO_8859_1)).isEqualTo(replaced + "\r\n");
    assertThat(read.isWellFormed()).isTrue();
  }

  @Test
  void isKeptAsFarAsALogNeedsIt() {
    RequestLine read = new RequestLine(false);
    read.begin();

    read.read(ByteBuffer.wrap(("GET /" + "x".repeat(5_000)).getBytes(ISO_8859_1)));

    assertThat(read.length()).isEqualTo(5_005);
    assertThat(read.text()).hasSize(1_024).startsWith("GET /xxx");
  }
}
