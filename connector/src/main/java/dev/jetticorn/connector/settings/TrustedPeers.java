package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.AddressRange.Network;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whose word is taken for something, for example {@code 127.0.0.1, 10.0.0.0/8}.
 *
 * @param ranges their addresses; empty for nobody
 */
public record TrustedPeers(List<AddressRange> ranges) {

  /** Whoever is on this machine. */
  static final TrustedPeers LOOPBACK =
      of(
          new Network(IpAddress.of(new byte[] {127, 0, 0, 1}), 32),
          new Network(
              IpAddress.of(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 128));

  /** Takes the list as it is now. */
  public TrustedPeers {
    ranges = List.copyOf(ranges);
  }

  /** These addresses and ranges, for example {@code 127.0.0.1} and {@code ::1}. */
  public static TrustedPeers of(AddressRange... ranges) {
    return new TrustedPeers(List.of(ranges));
  }

  /** Whether there is nobody who is not trusted. */
  public boolean isEveryone() {
    return ranges.stream().anyMatch(AddressRange.Everyone.class::isInstance);
  }

  /**
   * Whether the other end of a connection is trusted. Who comes by a unix socket is: the
   * permissions of the socket's file are who may.
   */
  public boolean includes(SocketAddress peer) {
    return peer instanceof UnixDomainSocketAddress
        || (peer instanceof InetSocketAddress internet && includes(internet.getAddress()));
  }

  /**
   * Whether an address is trusted. An IPv4 address that came as IPv6 ({@code ::ffff:127.0.0.1})
   * counts as IPv4; Java makes no difference between the two.
   */
  public boolean includes(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * Whether an address is trusted that was not seen but told. {@code *} says that whoever connects
   * is the proxy; it does not say so of whoever is named in a header field.
   */
  public boolean includesByName(InetAddress address) {
    return ranges.stream()
        .anyMatch(range -> !(range instanceof AddressRange.Everyone) && range.contains(address));
  }

  /** As it is written in a setting. */
  @Override
  public String toString() {
    return ranges.stream().map(AddressRange::toString).collect(Collectors.joining(", "));
  }
}
