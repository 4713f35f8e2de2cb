package dev.jetticorn.samples.http2.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentMd5Test {
  /** The test suite of RFC 1321, in the form of RFC 1864. */
  @Test
  void isTheBase64OfTheMd5() {
    assertThat(ContentMd5.of(new byte[0])).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
    assertThat(ContentMd5.of("message digest".getBytes(US_ASCII)))
        .isEqualTo("+WtpfXy3k41SWi8xqvFh0A==");
  }

  @Test
  void takesTheBodyInPieces() {
    ContentMd5 checksum = ContentMd5.start();

    checksum.update("messageX".getBytes(US_ASCII), 7);
    checksum.update(" digest".getBytes(US_ASCII), 7);

    assertThat(checksum.finish()).isEqualTo("+WtpfXy3k41SWi8xqvFh0A==");
  }
}
