package dev.jetticorn.connector.settings;

import java.net.InetAddress;
import java.util.Arrays;

/** Addresses that are named together, for example {@code 10.0.0.0/8}. */
public sealed interface AddressRange {

  /** Whether this address is one of them. */
  boolean contains(InetAddress address);

  /** Every address there is: {@code *}. */
  record Everyone() implements AddressRange {
    @Override
    public boolean contains(InetAddress address) {
      return true;
    }

    @Override
    public String toString() {
      return "*";
    }
  }

  /**
   * The addresses that share their first bits with this one.
   *
   * @param first the address whose other bits are all zero
   * @param prefix how many bits are shared: 0 to 32 for IPv4, 0 to 128 for IPv6
   */
  record Network(InetAddress first, int prefix) implements AddressRange {
    /** Keeps of the address only the bits that are shared. */
    public Network {
      first = withoutHost(first, prefix);
    }

    @Override
    public boolean contains(InetAddress address) {
      return address.getAddress().length == first.getAddress().length
          && Arrays.equals(withoutHost(address, prefix).getAddress(), first.getAddress());
    }

    @Override
    public String toString() {
      String address = IpAddress.print(first);
      return prefix == first.getAddress().length * Byte.SIZE ? address : address + '/' + prefix;
    }

    private static InetAddress withoutHost(InetAddress address, int prefix) {
      byte[] bytes = address.getAddress();
      for (int bit = prefix; bit < bytes.length * Byte.SIZE; bit++) {
        bytes[bit / Byte.SIZE] &= (byte) ~(0x80 >>> bit % Byte.SIZE);
      }
      return IpAddress.of(bytes);
    }
  }
}
