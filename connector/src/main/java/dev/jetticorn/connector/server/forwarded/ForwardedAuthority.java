package dev.jetticorn.connector.server.forwarded;

import dev.jetticorn.connector.settings.IpAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the client sent its request, e.g. {@code shop.example:8443}.
 *
 * @param host a name or an address, IPv6 in brackets
 * @param port 0 for the one that belongs to the scheme
 */
public record ForwardedAuthority(String host, int port) {
  private static final int LONGEST = 255;
  private static final Pattern AUTHORITY =
      Pattern.compile("(?<host>[A-Za-z0-9._-]+|\\[(?<ipv6>[^]]*)])(:(?<port>[0-9]{1,5}))?");

  /** Reads a host with or without a port. */
  public static ForwardedAuthority parse(String text) throws MalformedFieldException {
    Matcher matcher = AUTHORITY.matcher(text);
    if (text.length() > LONGEST || !matcher.matches()) {
      throw new MalformedFieldException("not a host");
    }
    String ipv6 = matcher.group("ipv6");
    if (ipv6 != null && (!ipv6.contains(":") || IpAddress.parse(ipv6).isEmpty())) {
      throw new MalformedFieldException("not a host");
    }
    String port = matcher.group("port");
    return new ForwardedAuthority(
        matcher.group("host").toLowerCase(Locale.ROOT), port == null ? 0 : parsePort(port));
  }

  /** Reads a port by itself. */
  static int parsePort(String text) throws MalformedFieldException {
    if (!text.matches("[0-9]{1,5}")) {
      throw new MalformedFieldException("not a port");
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw new MalformedFieldException("not a port");
    }
    return port;
  }
}
