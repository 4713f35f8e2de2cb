package dev.jetticorn.connector.settings;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Pattern;

/** The text of an IP address, as {@code 192.0.2.1} or {@code 2001:db8::1}. */
public final class IpAddress {
  /** Longer is no address: {@code 0000:...:0000:255.255.255.255}. */
  private static final int LONGEST = 45;

  private static final int GROUPS = 8;

  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private IpAddress() {}

  /**
   * Reads an address, and nothing else: no name, no zone, no short or octal form of IPv4. An IPv6
   * address has no brackets; one that stands for an IPv4 address ({@code ::ffff:192.0.2.1}) is that
   * address.
   */
  public static Optional<InetAddress> parse(String text) {
    boolean ipv6 = text.length() <= LONGEST && IPV6.matcher(text).matches();
    if (!ipv6 && !isIpv4(text)) {
      return Optional.empty();
    }
    try {
      // With brackets, and for four octets, it is never taken for a name that DNS could know.
      return Optional.of(InetAddress.getByName(ipv6 ? "[" + text + "]" : text));
    } catch (UnknownHostException notAnAddress) {
      return Optional.empty();
    }
  }

  /** The shortest text of an address (RFC 5952), with the zone of a link-local one. */
  public static String print(InetAddress address) {
    if (!(address instanceof Inet6Address ipv6)) {
      return address.getHostAddress();
    }
    ByteBuffer groups = ByteBuffer.wrap(address.getAddress());
    Run zeros = longestRunOfZeros(groups);
    StringBuilder text = new StringBuilder(LONGEST);
    for (int group = 0; group < GROUPS; group++) {
      if (group == zeros.start) {
        text.append("::");
      } else if (group < zeros.start || group >= zeros.end) {
        if (group > 0 && group != zeros.end) {
          text.append(':');
        }
        text.append(Integer.toHexString(groups.getShort(2 * group) & 0xFFFF));
      }
    }
    String scoped = ipv6.getScopeId() == 0 ? "" : address.getHostAddress();
    return text.append(scoped, Math.max(0, scoped.indexOf('%')), scoped.length()).toString();
  }

  /** Groups of an IPv6 address that are zero, from the first to before the last. */
  private record Run(int start, int end) {}

  /** The first of the longest, or none: one group alone is not shortened. */
  private static Run longestRunOfZeros(ByteBuffer groups) {
    Run longest = new Run(GROUPS, GROUPS + 1);
    int start = 0;
    for (int group = 0; group <= GROUPS; group++) {
      if (group == GROUPS || groups.getShort(2 * group) != 0) {
        if (group - start > longest.end - longest.start) {
          longest = new Run(start, group);
        }
        start = group + 1;
      }
    }
    return longest;
  }

  /** The address of 4 or 16 bytes. */
  static InetAddress of(byte... bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Whether these are four decimal octets. */
  static boolean isIpv4(String text) {
    String[] octets = text.split("\\.", 5);
    for (String octet : octets) {
      if (!OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
        return false;
      }
    }
    return octets.length == 4;
  }
}
