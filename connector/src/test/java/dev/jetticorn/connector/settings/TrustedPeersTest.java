package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.ProxySettings.FORWARDED_ALLOW_IPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.settings.model.BadValue;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedPeersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1,::1       | 127.0.0.1            | true",
        "127.0.0.1,::1       | ::1                  | true",
        "127.0.0.1,::1       | 127.0.0.2            | false",
        "127.0.0.1,::1       | ::2                  | false",
        "10.0.0.0/8          | 10.255.0.1           | true",
        "10.0.0.0/8          | 11.0.0.0             | false",
        "192.168.4.0/22      | 192.168.7.255        | true",
        "192.168.4.0/22      | 192.168.8.0          | false",
        "0.0.0.0/0           | 203.0.113.9          | true",
        "0.0.0.0/0           | 2001:db8::1          | false",
        "192.0.2.7/32        | 192.0.2.7            | true",
        "192.0.2.7/32        | 192.0.2.6            | false",
        "2001:db8::/33       | 2001:db8:7fff::1     | true",
        "2001:db8::/33       | 2001:db8:8000::1     | false",
        "::/0                | 192.0.2.7            | false",
        "*                   | 192.0.2.7            | true",
        "*                   | 2001:db8::1          | true",
        "127.0.0.1           | ::ffff:127.0.0.1     | true",
        "::ffff:10.0.0.0/104 | 10.1.2.3             | true",
        "10.0.0.0/8          | ::ffff:10.1.2.3      | true",
        "''                  | 127.0.0.1            | false",
        "None                | 127.0.0.1            | false",
      })
  void includesTheAddressesOfItsRanges(String ranges, String peer, boolean trusted)
      throws Exception {
    var address = new InetSocketAddress(InetAddress.getByName(peer), 50_000);

    assertThat(FORWARDED_ALLOW_IPS.parse(ranges).includes(address)).isEqualTo(trusted);
  }

  @Test
  void includesWhoComesByAUnixSocketAndNobodyUnknown() throws Exception {
    TrustedPeers nobody = FORWARDED_ALLOW_IPS.parse("");

    assertThat(nobody.includes(UnixDomainSocketAddress.of(""))).isTrue();
    assertThat(nobody.isEveryone()).isFalse();
    assertThat(FORWARDED_ALLOW_IPS.parse("::1, *").isEveryone()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/",
        "10.0.0.0/08",
        "10.0.0.1/8",
        "10.0/8",
        "010.0.0.0",
        "0x7f.0.0.1",
        "256.0.0.1",
        "[::1]",
        "fe80::1%eth0",
        "::1::2",
        "::/129",
        "::ffff:10.0.0.0/95",
        "::ffff:10.0.0.0/129",
        "1:2:3:4:5:6:7:8:9",
        "**",
        "10.0.0.0/8/8",
        ",",
        "::1,",
      })
  void refusesWhatIsNoAddressAndNoRange(String text) {
    assertThat(catchThrowableOfType(BadValue.class, () -> FORWARDED_ALLOW_IPS.parse(text)))
        .isNotNull();
  }

  @Test
  void asksWhichWasMeantWhenARangeHasMoreBitsThanItsPrefix() {
    BadValue bad =
        catchThrowableOfType(BadValue.class, () -> FORWARDED_ALLOW_IPS.parse("::1, 10.1.2.3/8"));

    assertThat(bad.help()).contains("the network is `10.0.0.0/8`, the address is `10.1.2.3`");
    assertThat(List.of(bad.start(), bad.end())).containsExactly(5, 15);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0:0:0:0:0:0:0:1       | ::1",
        "::                    | ::",
        "2001:DB8::0:1/128     | 2001:db8::1",
        "2001:db8:0:0:1:0:0:1  | 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1    | 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1  | 2001:db8:0:1:1:1:1:1",
        "1:0:0:0:0:0:0:0       | 1::",
        "10:0:0:0:0:0:0:100    | 10::100",
        "2001:db8:0::/33       | 2001:db8::/33",
        "::ffff:10.0.0.0/104   | 10.0.0.0/8",
        "*                     | *",
        "127.0.0.1 ,  ::1      | 127.0.0.1, ::1",
      })
  void isPrintedInItsShortestForm(String text, String printed) throws Exception {
    TrustedPeers peers = FORWARDED_ALLOW_IPS.parse(text);

    assertThat(FORWARDED_ALLOW_IPS.type().print(peers)).isEqualTo(printed);
    assertThat(FORWARDED_ALLOW_IPS.parse(printed)).isEqualTo(peers);
    assertThat(peers).hasToString(printed);
  }

  @Test
  void nobodyIsPrintedSoThatItCanBeReadBack() throws Exception {
    TrustedPeers nobody = FORWARDED_ALLOW_IPS.parse("");

    assertThat(FORWARDED_ALLOW_IPS.parse(FORWARDED_ALLOW_IPS.type().print(nobody)))
        .isEqualTo(nobody);
  }
}
