package dev.jetticorn.connector.server.proxy;

import dev.jetticorn.connector.settings.ProxyProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * For whom a proxy connects.
 *
 * @param addresses the client's and the one that it connected to; empty where the proxy speaks for
 *     itself, as in a health check, or does not know
 */
public record ProxyHeader(Optional<Addresses> addresses) {
  /** For whom it is when nothing is said. */
  static final ProxyHeader OF_THE_PROXY_ITSELF = new ProxyHeader(Optional.empty());

  /** No header is longer than this, with all that proxies add to version 2. */
  public static final int LONGEST = 4_096;

  /** Both ends of the client's connection to the proxy. */
  public record Addresses(InetSocketAddress client, InetSocketAddress server) {}

  /**
   * Reads a header, and nothing of what follows it.
   *
   * @param bytes the first bytes of a connection; what belongs to the header is taken from them
   *     when it is complete
   * @param protocol the versions that are allowed
   * @return empty while more bytes are needed
   */
  public static Optional<ProxyHeader> parse(ByteBuffer bytes, ProxyProtocol protocol)
      throws MalformedProxyHeaderException {
    if (!bytes.hasRemaining()) {
      return Optional.empty();
    }
    boolean second = bytes.get(bytes.position()) == ProxyV2.FIRST_BYTE;
    if (second ? !protocol.allowsV2() : !protocol.allowsV1()) {
      throw new MalformedProxyHeaderException("no header of the version that is set");
    }
    return second ? ProxyV2.parse(bytes) : ProxyV1.parse(bytes);
  }
}
