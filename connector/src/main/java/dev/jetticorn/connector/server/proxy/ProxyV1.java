package dev.jetticorn.connector.server.proxy;

import dev.jetticorn.connector.settings.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Version 1, a line of text: {@code PROXY TCP4 203.0.113.9 192.0.2.1 56324 443}. */
final class ProxyV1 {
  /** With the line break, as the specification has it. */
  private static final int LONGEST = 107;

  private static final String BEGINNING = "PROXY ";

  private ProxyV1() {}

  static Optional<ProxyHeader> parse(ByteBuffer bytes) throws MalformedProxyHeaderException {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.remaining(), LONGEST); i++) {
      char c = (char) (bytes.get(bytes.position() + i) & 0xFF);
      line.append(c);
      if (i < BEGINNING.length() && c != BEGINNING.charAt(i)) {
        throw new MalformedProxyHeaderException("no PROXY header");
      }
      if (c == '\n') {
        ProxyHeader header = parse(line.toString());
        bytes.position(bytes.position() + i + 1);
        return Optional.of(header);
      }
    }
    if (line.length() == LONGEST) {
      throw new MalformedProxyHeaderException("a PROXY line without end");
    }
    return Optional.empty();
  }

  private static ProxyHeader parse(String line) throws MalformedProxyHeaderException {
    if (!line.endsWith("\r\n")) {
      throw new MalformedProxyHeaderException("a PROXY line without CR");
    }
    String[] words = line.substring(0, line.length() - 2).split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      // What follows must be ignored.
      return ProxyHeader.OF_THE_PROXY_ITSELF;
    }
    if (words.length != 6) {
      throw new MalformedProxyHeaderException("a PROXY line without its six words");
    }
    return new ProxyHeader(
        Optional.of(
            new ProxyHeader.Addresses(
                address(words[1], words[2], words[4]), address(words[1], words[3], words[5]))));
  }

  private static InetSocketAddress address(String family, String address, String port)
      throws MalformedProxyHeaderException {
    boolean right =
        switch (family) {
          case "TCP4" -> !address.contains(":");
          case "TCP6" -> address.contains(":");
          default -> throw new MalformedProxyHeaderException("neither TCP4, TCP6 nor UNKNOWN");
        };
    InetAddress parsed =
        IpAddress.parse(address)
            .filter(any -> right)
            .orElseThrow(() -> new MalformedProxyHeaderException("no address of its family"));
    if (!port.matches("0|[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
      throw new MalformedProxyHeaderException("no port");
    }
    return new InetSocketAddress(parsed, Integer.parseInt(port));
  }
}
