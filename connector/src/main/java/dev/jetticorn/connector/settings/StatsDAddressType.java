package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;

/**
 * gunicorn's forms: {@code host}, {@code host:port} or {@code [v6]:port}, and {@code unix://path}.
 */
final class StatsDAddressType extends ScalarType<StatsDAddress> {
  private static final int PORT = 8125;
  private static final String UNIX = "unix://";

  private final ListenAddressType addresses = new ListenAddressType(PORT);

  @Override
  protected StatsDAddress parseBare(String text) throws BadValue {
    if (text.startsWith(UNIX)) {
      try {
        return new StatsDAddress.Unix(ValueType.path().parse(text.substring(UNIX.length())));
      } catch (BadValue bad) {
        throw bad.shiftedBy(UNIX.length());
      }
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw BadValue.part(0, scheme + "://".length(), "it is UDP, without a scheme, or unix://");
    }
    ListenAddress address = addresses.parseBare(text);
    if (address.unixPath().isPresent()) {
      throw BadValue.part(0, "unix:".length(), "a unix socket is unix://path here");
    }
    if (address.port() == 0) {
      throw BadValue.all(text, "nobody listens on port 0");
    }
    return new StatsDAddress.Udp(address.host(), address.port());
  }

  @Override
  public StatsDAddress startingAt(Path base, StatsDAddress value) {
    return value instanceof StatsDAddress.Unix unix
        ? new StatsDAddress.Unix(base.resolve(unix.path()))
        : value;
  }

  @Override
  protected String printBare(StatsDAddress value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "host, host:port, [v6]:port or unix://path";
  }

  @Override
  public String placeholder() {
    return addresses.placeholder();
  }
}
