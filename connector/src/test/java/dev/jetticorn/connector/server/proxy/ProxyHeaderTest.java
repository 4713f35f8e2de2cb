package dev.jetticorn.connector.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jetticorn.connector.settings.ProxyProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The PROXY protocol, sections 2.1 and 2.2 of its specification. */
class ProxyHeaderTest {
  private static final byte[] IPV4 = {
    (byte) 203, 0, 113, 9, 10, 0, 0, 1, 0x12, 0x34, 1, (byte) 187
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PROXY TCP4 203.0.113.9 10.0.0.1 4660 443   | /203.0.113.9:4660 /10.0.0.1:443",
        "PROXY TCP6 2001:db8::9 ::1 4660 443        | /[2001:db8:0:0:0:0:0:9]:4660 /[0:0:0:0:0:0:0:1]:443",
        "PROXY UNKNOWN                              | nobody",
        "PROXY UNKNOWN ffff::1 garbage 1 2          | nobody",
      })
  void readsALine(String line, String expected) throws Exception {
    ByteBuffer bytes = ascii(line + "\r\nGET /");

    assertThat(described(ProxyHeader.parse(bytes, ProxyProtocol.V1))).isEqualTo(expected);
    assertThat(StandardCharsets.US_ASCII.decode(bytes).toString()).isEqualTo("GET /");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXZ",
        "PROXY\r\n",
        "PROXY \r\n",
        "PROXY TCP4\r\n",
        "PROXY TCP5 203.0.113.9 10.0.0.1 1 2\r\n",
        "PROXY tcp4 203.0.113.9 10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 1\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 1 2 3\r\n",
        "PROXY TCP4  203.0.113.9 10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 1 2 \r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 1 2\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 01 2\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 1 65536\r\n",
        "PROXY TCP4 203.0.113.9 10.0.0.1 -1 2\r\n",
        "PROXY TCP4 localhost 10.0.0.1 1 2\r\n",
        "PROXY TCP4 203.0.113 10.0.0.1 1 2\r\n",
        "PROXY TCP4 ::1 10.0.0.1 1 2\r\n",
        "PROXY TCP6 203.0.113.9 ::1 1 2\r\n",
        "PROXY TCP6 [::1] ::1 1 2\r\n",
      })
  void refusesWhatIsNoLine(String text) {
    assertThatExceptionOfType(MalformedProxyHeaderException.class)
        .isThrownBy(() -> ProxyHeader.parse(ascii(text), ProxyProtocol.AUTO));
  }

  @Test
  void aLineHasAnEnd() throws Exception {
    String longest = "PROXY UNKNOWN " + "x".repeat(91);

    assertThat(ProxyHeader.parse(ascii(longest + "\r\n"), ProxyProtocol.V1)).isPresent();
    assertThat(ProxyHeader.parse(ascii(longest), ProxyProtocol.V1)).isEmpty();
    assertThatExceptionOfType(MalformedProxyHeaderException.class)
        .isThrownBy(() -> ProxyHeader.parse(ascii(longest + "xx"), ProxyProtocol.V1));
  }

  @Test
  void readsBytes() throws Exception {
    assertThat(described(parse(v2(0x21, 0x11, IPV4)))).isEqualTo("/203.0.113.9:4660 /10.0.0.1:443");
    byte[] ipv6 = new byte[36];
    ipv6[15] = 9;
    ipv6[31] = 1;
    ipv6[33] = 7;
    assertThat(described(parse(v2(0x21, 0x21, ipv6))))
        .isEqualTo("/[0:0:0:0:0:0:0:9]:7 /[0:0:0:0:0:0:0:1]:0");
    assertThat(described(parse(v2(0x20, 0x11, IPV4)))).isEqualTo("nobody");
    assertThat(described(parse(v2(0x20, 0x00, new byte[0])))).isEqualTo("nobody");
    assertThat(described(parse(v2(0x21, 0x00, new byte[5])))).isEqualTo("nobody");
    assertThat(described(parse(v2(0x21, 0x31, new byte[216])))).isEqualTo("nobody");
  }

  @Test
  void leavesExtensionsAndTakesNoMoreThanTheHeader() throws Exception {
    byte[] extended = new byte[100];
    System.arraycopy(IPV4, 0, extended, 0, IPV4.length);
    ByteBuffer bytes =
        ByteBuffer.allocate(200).put(v2(0x21, 0x11, extended)).put((byte) 'G').flip();

    assertThat(described(ProxyHeader.parse(bytes, ProxyProtocol.V2)))
        .isEqualTo("/203.0.113.9:4660 /10.0.0.1:443");
    assertThat(bytes.remaining()).isEqualTo(1);
  }

  @Test
  void refusesWhatAreNoBytesOfVersion2() {
    refuses(v2(0x11, 0x11, IPV4));
    refuses(v2(0x22, 0x11, IPV4));
    refuses(v2(0x21, 0x12, IPV4));
    refuses(v2(0x21, 0x22, new byte[36]));
    refuses(v2(0x21, 0x21, IPV4));
    refuses(v2(0x21, 0x11, new byte[11]));
    refuses(v2(0x21, 0x11, new byte[ProxyHeader.LONGEST - 15]));
    byte[] signature = v2(0x21, 0x11, IPV4);
    signature[11] = ' ';
    refuses(signature);
  }

  /** Whatever is cut off: it waits for the rest, and takes nothing. */
  @Test
  void waitsForTheRest() throws Exception {
    byte[] line = "PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII);
    for (byte[] whole : new byte[][] {line, v2(0x21, 0x11, IPV4)}) {
      for (int length = 0; length < whole.length; length++) {
        ByteBuffer part = ByteBuffer.wrap(whole, 0, length);

        assertThat(ProxyHeader.parse(part, ProxyProtocol.AUTO)).isEmpty();
        assertThat(part.remaining()).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ProxyProtocol.class)
  void readsTheVersionThatIsSet(ProxyProtocol protocol) throws Exception {
    ByteBuffer line = ascii("PROXY UNKNOWN\r\n");
    ByteBuffer bytes = ByteBuffer.wrap(v2(0x20, 0, new byte[0]));

    assertThat(isRead(line, protocol))
        .isEqualTo(protocol == ProxyProtocol.V1 || protocol == ProxyProtocol.AUTO);
    assertThat(isRead(bytes, protocol))
        .isEqualTo(protocol == ProxyProtocol.V2 || protocol == ProxyProtocol.AUTO);
  }

  private static boolean isRead(ByteBuffer bytes, ProxyProtocol protocol) {
    try {
      return ProxyHeader.parse(bytes, protocol).isPresent();
    } catch (MalformedProxyHeaderException e) {
      return false;
    }
  }

  private static void refuses(byte[] bytes) {
    assertThatExceptionOfType(MalformedProxyHeaderException.class)
        .isThrownBy(() -> ProxyHeader.parse(ByteBuffer.wrap(bytes), ProxyProtocol.V2));
  }

  private static Optional<ProxyHeader> parse(byte[] bytes) throws MalformedProxyHeaderException {
    return ProxyHeader.parse(ByteBuffer.wrap(bytes), ProxyProtocol.AUTO);
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] v2(int command, int family, byte[] rest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
    bytes.write(command);
    bytes.write(family);
    bytes.write(rest.length >>> 8);
    bytes.write(rest.length);
    bytes.writeBytes(rest);
    return bytes.toByteArray();
  }

  private static String described(Optional<ProxyHeader> header) {
    return header
        .orElseThrow()
        .addresses()
        .map(addresses -> addresses.client() + " " + addresses.server())
        .orElse("nobody");
  }
}
