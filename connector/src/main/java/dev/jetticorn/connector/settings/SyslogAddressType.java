package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.SyslogAddress.UnixKind;
import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** gunicorn's forms: {@code udp://host:port}, {@code tcp://host:port}, {@code unix://path#type}. */
final class SyslogAddressType extends ScalarType<SyslogAddress> {
  private static final int DEFAULT_PORT = 514;
  private static final String DEFAULT_HOST = "localhost";
  private static final String UNIX = "unix://";
  private static final Pattern INTERNET =
      Pattern.compile("(?<scheme>udp|tcp)://(?:\\[(?<v6>[^]]*)]|(?<host>[^:/\\[\\]]*))(?<rest>.*)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]*");

  @Override
  protected SyslogAddress parseBare(String text) throws BadValue {
    if (text.startsWith(UNIX)) {
      return unix(text);
    }
    Matcher internet = INTERNET.matcher(text);
    if (!internet.matches()) {
      throw BadValue.all(text, "begins with none of udp://, tcp:// and unix://");
    }
    String host = host(internet);
    int port = port(text, internet.start("rest"), internet.group("rest"));
    return internet.group("scheme").equals("udp")
        ? new SyslogAddress.Udp(host, port)
        : new SyslogAddress.Tcp(host, port);
  }

  private static String host(Matcher internet) throws BadValue {
    String v6 = internet.group("v6");
    if (v6 != null) {
      if (!v6.contains(":") || IpAddress.parse(v6).isEmpty()) {
        throw BadValue.part(internet.start("v6"), internet.end("v6"), "not an IPv6 address");
      }
      return v6.toLowerCase(Locale.ROOT);
    }
    String host = internet.group("host");
    if (!HOST.matcher(host).matches()) {
      throw BadValue.part(
          internet.start("host"), internet.end("host"), "not a host name or IP address");
    }
    return host.isEmpty() ? DEFAULT_HOST : host.toLowerCase(Locale.ROOT);
  }

  private static int port(String text, int start, String rest) throws BadValue {
    if (rest.isEmpty()) {
      return DEFAULT_PORT;
    }
    if (!rest.matches(":[0-9]{1,5}")) {
      throw BadValue.part(start, text.length(), "not a port number");
    }
    int port = Integer.parseInt(rest.substring(1));
    if (port < 1 || port > 65_535) {
      throw BadValue.part(start + 1, text.length(), "not a port from 1 to 65535");
    }
    return port;
  }

  private static SyslogAddress unix(String text) throws BadValue {
    int hash = text.contains("#") ? text.indexOf('#') : text.length();
    UnixKind kind =
        Stream.of(UnixKind.values())
            .filter(known -> known.suffix().equals(text.substring(hash)))
            .findFirst()
            .orElseThrow(() -> BadValue.part(hash, text.length(), "neither #stream nor #dgram"));
    try {
      return new SyslogAddress.Unix(
          ValueType.path().parse(text.substring(UNIX.length(), hash)), kind);
    } catch (BadValue bad) {
      throw bad.shiftedBy(UNIX.length());
    }
  }

  @Override
  public SyslogAddress startingAt(Path base, SyslogAddress value) {
    return value instanceof SyslogAddress.Unix unix
        ? new SyslogAddress.Unix(base.resolve(unix.path()), unix.kind())
        : value;
  }

  @Override
  protected String printBare(SyslogAddress value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "udp://host:port, tcp://host:port, or unix://path with or without #dgram or #stream";
  }

  @Override
  public String placeholder() {
    return "ADDRESS";
  }
}
