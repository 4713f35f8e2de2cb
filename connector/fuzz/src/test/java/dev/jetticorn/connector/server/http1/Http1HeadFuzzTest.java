package dev.jetticorn.connector.server.http1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Locale;

/**
 * Whatever a client sends, it is requests that the RFC would call so or an error, and the same in
 * one piece as in many.
 */
final class Http1HeadFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isTheSameHoweverItIsCut(byte[] input) {
    int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x1f);
    byte[] bytes = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    Http1Events whole = new Http1Events();
    Http1Events pieces = new Http1Events();

    whole.feed(bytes.clone(), 0, bytes.length);
    for (int i = 0; i < bytes.length; i += piece) {
      pieces.feed(bytes.clone(), i, Math.min(piece, bytes.length - i));
    }
    whole.end();
    pieces.end();

    assertThat(pieces.all()).isEqualTo(whole.all());
    isWellFormed(whole, new String(bytes, ISO_8859_1));
  }

  /** Of the first request alone, which begins where the bytes do. */
  private static void isWellFormed(Http1Events events, String text) {
    if (!events.hasHead() || text.replaceFirst("^(\r\n)*", "").startsWith("PRI ")) {
      return;
    }
    String head = text.replaceFirst("^(\r\n)*", "").replaceFirst("(?s)\r\n\r\n.*", "\r\n");

    assertThat(head)
        .matches(
            "[!$%&'*+.^_`|~0-9A-Z-]{3,20} [!-~&&[^#]]+ HTTP/1\\.[0-9]\r\n"
                + "([!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\\x20-\\x7e\\x80-\\xff]*\r\n)*");
    assertThat(count(head, "content-length")).isLessThanOrEqualTo(1);
    assertThat(count(head, "transfer-encoding")).isLessThanOrEqualTo(1);
    assertThat(count(head, "content-length") + count(head, "transfer-encoding"))
        .isLessThanOrEqualTo(1);
    assertThat(count(head, "host")).isLessThanOrEqualTo(1);
  }

  private static int count(String head, String name) {
    return head.toLowerCase(Locale.ROOT).split("\r\n" + name + ":", -1).length - 1;
  }
}
