package dev.jetticorn.connector.server.forwarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 7239, sections 4 to 6. */
class ForwardedFieldTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=192.0.2.43                          | 192.0.2.43:0",
        "For=\"192.0.2.43:47011\"                | 192.0.2.43:47011",
        "for=\"[2001:db8:cafe::17]\"             | 2001:db8:cafe:0:0:0:0:17:0",
        "for=\"[2001:db8:cafe::17]:4711\"        | 2001:db8:cafe:0:0:0:0:17:4711",
        "for=\"[::ffff:192.0.2.1]\"              | 192.0.2.1:0",
        "for=\"_gazonk\"                         | _gazonk",
        "for=_SEVKISEK                           | _SEVKISEK",
        "for=unknown                             | unknown",
        "for=\"unknown:4711\"                    | unknown",
        "for=\"192.0.2.43:_port\"                | 192.0.2.43:0",
        "for=\"192.0.2.4\\3\"                    | 192.0.2.43:0",
        "for=192.0.2.43, for=198.51.100.17       | 192.0.2.43:0 198.51.100.17:0",
        "for=1.1.1.1;by=2.2.2.2 ,, for=3.3.3.3   | 1.1.1.1:0 3.3.3.3:0",
        "for=1.1.1.1; proto=http ;x=\"a,b;c=\\\"\" | 1.1.1.1:0/http",
        "proto=HTTPS;host=\"Example.com:8443\";  | -/https/example.com:8443",
        "host=\"[2001:db8::1]:80\"               | -/[2001:db8::1]:80",
        "host=\"[2001:db8::1]\"                  | -/[2001:db8::1]:0",
        "secret=_mdn                             | -",
        ", ;,                                    | ``",
        "``                                      | ``",
      })
  void readsWhatTheGrammarHas(String text, String expected) throws Exception {
    assertThat(
            ForwardedField.parse(text).stream()
                .map(ForwardedFieldTest::described)
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for",
        "for=",
        "=192.0.2.43",
        "for =192.0.2.43",
        "for= 192.0.2.43",
        "for=192.0.2.43:80",
        "for=[2001:db8::1]",
        "for=\"2001:db8::1\"",
        "for=\"[192.0.2.43]\"",
        "for=\"[2001:db8::1\"",
        "for=\"2001:db8::1]\"",
        "for=\"[2001:db8::1]80\"",
        "for=\"[fe80::1%eth0]\"",
        "for=\"192.0.2.43:\"",
        "for=\"192.0.2.43:65536\"",
        "for=\"192.0.2.43:-1\"",
        "for=192.0.2.256",
        "for=192.0.2",
        "for=example.com",
        "for=_",
        "for=\"_a:b\"",
        "for=\"_a b\"",
        "for=\"\"",
        "for=\"192.0.2.43",
        "for=\"192.0.2.43\"x",
        "for=\"192.0.2.43\" x=1",
        "for=\"192.0.2.43\u0000\"",
        "for=\"\\",
        "for=192.0.2.43 for=192.0.2.44",
        "for=192.0.2.43;for=192.0.2.43",
        "for=192.0.2.43;FOR=192.0.2.44",
        "by=nobody",
        "proto=ftp",
        "proto=\"https \"",
        "host=example.com:8443",
        "host=a/b",
        "host=\"a b\"",
        "host=\"user@a\"",
        "host=\"a:0\"",
        "host=\"a:80:80\"",
        "host=\"[::1\"",
        "host=\"[1.2.3.4]\"",
        "host=\"\"",
        "for=1.1.1.1,x",
        "\u00e9=1",
      })
  void refusesWhatItHasNot(String text) {
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> ForwardedField.parse(text));
  }

  /** Else a client could make the proxy's own part disappear in a string of its own. */
  @Test
  void aQuotationMarkOfTheClientDoesNotSwallowThePartOfTheProxy() {
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> ForwardedField.parse("for=1.1.1.1;x=\", for=\"[2001:db8::1]:80\""));
  }

  @Test
  void readsNoMoreThanMakesSense() throws Exception {
    assertThat(ForwardedField.parse("for=1.1.1.1,".repeat(64))).hasSize(64);
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> ForwardedField.parse("for=1.1.1.1,".repeat(65)));
    assertThat(ForwardedField.parse("x=" + "y".repeat(8_190))).hasSize(1);
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> ForwardedField.parse("x=" + "y".repeat(8_191)));
    assertThat(ForwardedField.parse("host=" + "h".repeat(255))).hasSize(1);
    assertThatExceptionOfType(MalformedFieldException.class)
        .isThrownBy(() -> ForwardedField.parse("host=" + "h".repeat(256)));
  }

  /** For example {@code 192.0.2.43:80/https/example.com:443}. */
  private static String described(ForwardedElement element) {
    StringBuilder text =
        new StringBuilder(element.client().map(ForwardedFieldTest::node).orElse("-"));
    element.scheme().ifPresent(scheme -> text.append('/').append(scheme));
    element.host().ifPresent(host -> text.append('/').append(host.host() + ":" + host.port()));
    return text.toString();
  }

  private static String node(ForwardedNode node) {
    if (node instanceof ForwardedNode.Known known) {
      return known.address().getAddress().getHostAddress() + ":" + known.address().getPort();
    }
    return ((ForwardedNode.Hidden) node).name();
  }
}
