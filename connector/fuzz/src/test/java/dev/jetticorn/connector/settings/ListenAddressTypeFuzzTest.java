package dev.jetticorn.connector.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.connector.settings.model.BadValue;

/** Whatever stands in bind, it is an address that can be written down again, or a bad value. */
final class ListenAddressTypeFuzzTest {
  private final ListenAddressType type = new ListenAddressType();

  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void comesBackWhenPrinted(byte[] bytes) throws BadValue {
    ListenAddress address;
    try {
      address = type.parse(new String(bytes, UTF_8));
    } catch (BadValue e) {
      assertThat(e.getMessage()).isNotEmpty();
      return;
    }

    assertThat(type.parse(type.print(address))).isEqualTo(address);
  }
}
