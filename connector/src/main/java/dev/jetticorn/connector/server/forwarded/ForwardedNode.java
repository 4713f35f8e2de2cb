package dev.jetticorn.connector.server.forwarded;

import dev.jetticorn.connector.settings.IpAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Somebody on the way of a request, as a proxy names them (RFC 7239, section 6). */
public sealed interface ForwardedNode {

  /**
   * Somebody whose address is known.
   *
   * @param address with port 0 where the port is not known
   */
  record Known(InetSocketAddress address) implements ForwardedNode {}

  /**
   * Somebody whose address is not told.
   *
   * @param name {@code unknown}, or a name that means something to the proxy, e.g. {@code _hidden}
   */
  record Hidden(String name) implements ForwardedNode {}

  /**
   * Reads a node of the field {@code Forwarded}: {@code 192.0.2.43}, {@code 192.0.2.43:47011},
   * {@code [2001:db8::17]:47011}, {@code unknown} or {@code _hidden:_port}.
   */
  static ForwardedNode parse(String text) throws MalformedFieldException {
    int portColon = text.indexOf(':', text.startsWith("[") ? text.indexOf(']') + 1 : 0);
    String name = portColon < 0 ? text : text.substring(0, portColon);
    int port = portColon < 0 ? 0 : Names.port(text.substring(portColon + 1));
    if (name.equalsIgnoreCase("unknown") || Names.OBFUSCATED.matcher(name).matches()) {
      return new Hidden(name);
    }
    boolean brackets = name.startsWith("[") && name.endsWith("]");
    return known(brackets ? name.substring(1, name.length() - 1) : name, brackets, port);
  }

  /**
   * Reads an element of the field {@code X-Forwarded-For}, which has no grammar: the same, and IPv6
   * without brackets.
   */
  static ForwardedNode parseBare(String text) throws MalformedFieldException {
    boolean bareIpv6 = !text.startsWith("[") && text.indexOf(':') != text.lastIndexOf(':');
    return bareIpv6 ? known(text, true, 0) : parse(text);
  }

  private static ForwardedNode known(String text, boolean ipv6, int port)
      throws MalformedFieldException {
    if (text.contains(":") != ipv6) {
      throw new MalformedFieldException("an IP address must be given");
    }
    InetAddress address =
        IpAddress.parse(text)
            .orElseThrow(() -> new MalformedFieldException("an IP address must be given"));
    return new Known(new InetSocketAddress(address, port));
  }

  /** The words of the grammar. */
  final class Names {
    private static final Pattern OBFUSCATED = Pattern.compile("_[A-Za-z0-9._-]+");
    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private Names() {}

    private static int port(String text) throws MalformedFieldException {
      if (OBFUSCATED.matcher(text).matches()) {
        return 0;
      }
      if (!PORT.matcher(text).matches() || Integer.parseInt(text) > 65_535) {
        throw new MalformedFieldException("not a port");
      }
      return Integer.parseInt(text);
    }
  }
}
