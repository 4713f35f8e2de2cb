package dev.jetticorn.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpAddressTest {
  /** RFC 5952, 4. */
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1",
    "::1, ::1",
    "::, ::",
    "1::, 1::",
    "2001:DB8::0001, 2001:db8::1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "0:0:1:1:1:1:1:1, ::1:1:1:1:1:1",
    "1:1:1:1:1:1:0:0, 1:1:1:1:1:1::",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
  })
  void printsTheShortestText(String text, String shortest) throws Exception {
    assertThat(IpAddress.print(InetAddress.getByName(text))).isEqualTo(shortest);
  }

  @Test
  void printsTheZoneOfALinkLocalAddress() throws Exception {
    byte[] bytes = InetAddress.getByName("fe80::1").getAddress();

    assertThat(IpAddress.print(Inet6Address.getByAddress("", bytes, 7))).isEqualTo("fe80::1%7");
  }
}
