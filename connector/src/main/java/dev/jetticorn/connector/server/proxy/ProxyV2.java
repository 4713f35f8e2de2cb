package dev.jetticorn.connector.server.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Version 2, bytes: a signature, what it is about, and how much of it there is. */
final class ProxyV2 {
  static final byte FIRST_BYTE = '\r';

  private static final byte[] SIGNATURE = {
    '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
  };
  private static final int FIXED = SIGNATURE.length + 4;

  private static final int LOCAL = 0x20;
  private static final int PROXY = 0x21;

  private static final int UNSPECIFIED = 0x00;
  private static final int TCP_OVER_IPV4 = 0x11;
  private static final int TCP_OVER_IPV6 = 0x21;
  private static final int UNIX_STREAM = 0x31;

  private ProxyV2() {}

  static Optional<ProxyHeader> parse(ByteBuffer bytes) throws MalformedProxyHeaderException {
    ByteBuffer header = bytes.slice();
    int known = Math.min(header.remaining(), SIGNATURE.length);
    if (!header.slice(0, known).equals(ByteBuffer.wrap(SIGNATURE, 0, known))) {
      throw new MalformedProxyHeaderException("no PROXY header");
    }
    if (header.remaining() < FIXED) {
      return Optional.empty();
    }
    int command = header.get(SIGNATURE.length) & 0xFF;
    int family = header.get(SIGNATURE.length + 1) & 0xFF;
    int length = header.getShort(SIGNATURE.length + 2) & 0xFFFF;
    if (FIXED + length > ProxyHeader.LONGEST) {
      throw new MalformedProxyHeaderException("a PROXY header that is too long");
    }
    if (header.remaining() < FIXED + length) {
      return Optional.empty();
    }
    ProxyHeader parsed = parse(command, family, header.slice(FIXED, length));
    bytes.position(bytes.position() + FIXED + length);
    return Optional.of(parsed);
  }

  private static ProxyHeader parse(int command, int family, ByteBuffer rest)
      throws MalformedProxyHeaderException {
    if (command == LOCAL) {
      return ProxyHeader.OF_THE_PROXY_ITSELF;
    }
    if (command != PROXY) {
      throw new MalformedProxyHeaderException("neither LOCAL nor PROXY of version 2");
    }
    return switch (family) {
      // A unix socket has no address that could be told.
      case UNSPECIFIED, UNIX_STREAM -> ProxyHeader.OF_THE_PROXY_ITSELF;
      case TCP_OVER_IPV4 -> addresses(rest, 4);
      case TCP_OVER_IPV6 -> addresses(rest, 16);
      default -> throw new MalformedProxyHeaderException("no family of stream sockets");
    };
  }

  /** What follows the addresses are extensions, which are let be. */
  private static ProxyHeader addresses(ByteBuffer rest, int size)
      throws MalformedProxyHeaderException {
    if (rest.remaining() < 2 * (size + Short.BYTES)) {
      throw new MalformedProxyHeaderException("too few bytes of addresses");
    }
    byte[] client = new byte[size];
    byte[] server = new byte[size];
    rest.get(client).get(server);
    int clientPort = rest.getShort() & 0xFFFF;
    int serverPort = rest.getShort() & 0xFFFF;
    return new ProxyHeader(
        Optional.of(
            new ProxyHeader.Addresses(address(client, clientPort), address(server, serverPort))));
  }

  private static InetSocketAddress address(byte[] bytes, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
