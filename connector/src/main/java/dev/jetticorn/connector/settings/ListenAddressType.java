package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.ListenAddress.Scheme;
import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code host}, {@code host:port}, {@code :port}, {@code [v6]:port}, {@code unix:path} or {@code
 * fd://number}, with a scheme or without.
 */
final class ListenAddressType extends ScalarType<ListenAddress> {
  private static final String UNIX = "unix:";

  /** gunicorn takes it for the same. */
  private static final String UNIX_URL = "unix://";

  private static final String DESCRIPTOR = "fd://";
  private static final int PORT = 8000;
  private static final String ANY_HOST = "0.0.0.0";
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://.*");
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
  private static final Pattern LOOKS_LIKE_IPV4 = Pattern.compile("[0-9.]+");

  private final int defaultPort;

  ListenAddressType() {
    this(PORT);
  }

  /** Addresses whose port is this one when it is not said. */
  ListenAddressType(int defaultPort) {
    this.defaultPort = defaultPort;
  }

  @Override
  protected ListenAddress parseBare(String text) throws BadValue {
    if (text.startsWith(DESCRIPTOR) || text.startsWith(UNIX)) {
      return parseAfterScheme(Optional.empty(), text);
    }
    Matcher matcher = SCHEME.matcher(text);
    if (!matcher.matches()) {
      return parseAfterScheme(Optional.empty(), text);
    }
    String name = matcher.group(1);
    Optional<Scheme> scheme =
        switch (name.toLowerCase(Locale.ROOT)) {
          case "http" -> Optional.of(Scheme.HTTP);
          case "https" -> Optional.of(Scheme.HTTPS);
          // gunicorn's word for an address, which says nothing of TLS.
          case "tcp" -> Optional.empty();
          default -> throw BadValue.part(0, name.length(), "neither http nor https");
        };
    int offset = name.length() + "://".length();
    try {
      return parseAfterScheme(scheme, text.substring(offset));
    } catch (BadValue bad) {
      throw bad.shiftedBy(offset);
    }
  }

  private ListenAddress parseAfterScheme(Optional<Scheme> scheme, String text) throws BadValue {
    if (text.startsWith(UNIX)) {
      return parseUnix(scheme, text);
    }
    if (text.startsWith(DESCRIPTOR)) {
      return parseDescriptor(scheme, text);
    }
    int slash = text.indexOf('/');
    if (slash >= 0) {
      throw BadValue.part(slash, text.length(), "an address has no path");
    }
    if (text.startsWith("[")) {
      return parseIpv6(scheme, text);
    }
    int colon = text.indexOf(':');
    if (colon != text.lastIndexOf(':')) {
      BadValue bad = BadValue.all(text, "has more than one colon");
      throw IPV6.matcher(text).matches()
          ? bad.help("an IPv6 address needs brackets: `[" + text + "]:" + defaultPort + "`")
          : bad;
    }
    String host = colon < 0 ? text : text.substring(0, colon);
    checkHost(host, text);
    if (host.equalsIgnoreCase("unix")) {
      // Printed with its port, it would be read as the path of a socket.
      throw BadValue.part(0, host.length(), "a unix socket needs a path, such as `unix:app.sock`");
    }
    int port = parsePort(scheme, text, colon < 0 ? text.length() : colon);
    return ListenAddress.of(
        scheme, host.isEmpty() ? ANY_HOST : host.toLowerCase(Locale.ROOT), port);
  }

  private static ListenAddress parseDescriptor(Optional<Scheme> scheme, String text)
      throws BadValue {
    String number = text.substring(DESCRIPTOR.length());
    if (!number.matches("[0-9]{1,6}")) {
      throw BadValue.part(
          number.isEmpty() ? 0 : DESCRIPTOR.length(),
          text.length(),
          number.isEmpty() ? "a number is missing" : "not the number of a file descriptor");
    }
    return ListenAddress.inherited(scheme, Integer.parseInt(number));
  }

  private static ListenAddress parseUnix(Optional<Scheme> scheme, String text) throws BadValue {
    int prefix = (text.startsWith(UNIX_URL) ? UNIX_URL : UNIX).length();
    try {
      return ListenAddress.unix(scheme, ValueType.path().parse(text.substring(prefix)));
    } catch (BadValue bad) {
      throw bad.shiftedBy(prefix);
    }
  }

  private ListenAddress parseIpv6(Optional<Scheme> scheme, String text) throws BadValue {
    int close = text.indexOf(']');
    if (close < 0) {
      throw BadValue.all(text, "the bracket is not closed");
    }
    String host = text.substring(1, close);
    if (!IPV6.matcher(host).matches()) {
      throw BadValue.part(1, close, "not an IPv6 address");
    }
    return ListenAddress.of(scheme, host, parsePort(scheme, text, close + 1));
  }

  /** Reads the {@code :port} that begins at {@code colon}. */
  private int parsePort(Optional<Scheme> scheme, String text, int colon) throws BadValue {
    if (colon == text.length()) {
      if (scheme.isPresent()) {
        // gunicorn's 8000 would surprise who knows https://host as port 443.
        throw BadValue.all(text, "an address with a scheme needs a port");
      }
      return defaultPort;
    }
    if (text.charAt(colon) != ':') {
      throw BadValue.part(colon, text.length(), "a port begins with a colon");
    }
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,9}")) {
      throw BadValue.part(
          port.isEmpty() ? colon : colon + 1,
          text.length(),
          port.isEmpty() ? "a port is missing" : "not a port number");
    }
    int number = Integer.parseInt(port);
    if (number > 65_535) {
      throw BadValue.part(colon + 1, text.length(), "above the highest port, 65535");
    }
    return number;
  }

  private static void checkHost(String host, String text) throws BadValue {
    if (text.isEmpty()) {
      throw BadValue.all(text, "an address is missing");
    }
    if (host.isEmpty()) {
      return;
    }
    if (host.equals("*")) {
      throw BadValue.part(0, 1, "not a host").help("`" + ANY_HOST + "` means every IPv4 address");
    }
    if (!HOST.matcher(host).matches()) {
      throw BadValue.part(0, host.length(), "not a host name or IP address");
    }
    if (LOOKS_LIKE_IPV4.matcher(host).matches() && !IpAddress.isIpv4(host)) {
      BadValue bad = BadValue.part(0, host.length(), "not an IP address");
      throw host.equals(text) && host.length() <= 5
          ? bad.help("for a port on every address, write `:" + host + "`")
          : bad;
    }
  }

  @Override
  protected String printBare(ListenAddress value) {
    return value.toString();
  }

  @Override
  public ListenAddress startingAt(Path base, ListenAddress value) {
    return value
        .unixPath()
        .map(path -> ListenAddress.unix(value.scheme(), base.resolve(path)))
        .orElse(value);
  }

  @Override
  public String allowed() {
    return "host, host:port, :port, [v6]:port, unix:path or fd://number, with http:// or https://"
        + " before it or not";
  }

  @Override
  public String placeholder() {
    return "ADDRESS";
  }
}
