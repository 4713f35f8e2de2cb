package dev.jetticorn.connector.server.forwarded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Whatever a proxy sends, it is a bounded list of proxies or malformed. */
final class ForwardedFieldFuzzTest {
  private static final int MOST_ELEMENTS = 64;

  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isABoundedListOrMalformed(byte[] value) {
    String text = new String(value, ISO_8859_1);
    try {
      List<ForwardedElement> proxies = ForwardedField.parse(text);

      assertThat(proxies).hasSizeLessThanOrEqualTo(MOST_ELEMENTS);
    } catch (MalformedFieldException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }
}
