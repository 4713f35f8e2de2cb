package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.AddressRange.Everyone;
import dev.jetticorn.connector.settings.AddressRange.Network;
import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.net.InetAddress;

/** {@code 192.0.2.1}, {@code 10.0.0.0/8}, {@code 2001:db8::/32} or {@code *}. */
final class AddressRangeType extends ScalarType<AddressRange> {
  private static final String EVERYONE = "*";

  /** Of the 128 bits of an IPv4 address that is written as IPv6, those before the IPv4 address. */
  private static final int MAPPED_PREFIX = 96;

  @Override
  protected AddressRange parseBare(String text) throws BadValue {
    if (text.equals(EVERYONE)) {
      return new Everyone();
    }
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress first =
        IpAddress.parse(address)
            .orElseThrow(() -> BadValue.part(0, address.length(), "not an IP address"));
    int bits = first.getAddress().length * Byte.SIZE;
    if (slash < 0) {
      return new Network(first, bits);
    }
    boolean mapped = bits == Integer.SIZE && address.contains(":");
    return network(first, prefix(text, slash + 1, bits, mapped ? MAPPED_PREFIX : 0), text);
  }

  private static int prefix(String text, int start, int bits, int mapped) throws BadValue {
    String prefix = text.substring(start);
    int shared = prefix.matches("0|[1-9][0-9]{0,2}") ? Integer.parseInt(prefix) - mapped : -1;
    if (shared < 0 || shared > bits) {
      throw BadValue.part(
          prefix.isEmpty() ? start - 1 : start,
          text.length(),
          "not a number from " + mapped + " to " + (mapped + bits));
    }
    return shared;
  }

  private static AddressRange network(InetAddress first, int prefix, String text) throws BadValue {
    Network network = new Network(first, prefix);
    if (!network.first().equals(first)) {
      // Was one host meant, or all of the network? This is about trust: do not guess.
      throw BadValue.all(text, "has bits beyond its prefix")
          .help(
              "the network is `" + network + "`, the address is `" + IpAddress.print(first) + "`");
    }
    return network;
  }

  @Override
  protected String printBare(AddressRange value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "an IP address, a range as 10.0.0.0/8 or 2001:db8::/32, or * for everyone";
  }

  @Override
  public String placeholder() {
    return "ADDRESS";
  }
}
