package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.net.InetSocketAddress;

/** {@code host}, {@code host:port} or {@code [v6]:port}, for UDP; not yet looked up. */
final class StatsDAddressType extends ScalarType<InetSocketAddress> {
  private static final int PORT = 8125;

  private final ListenAddressType addresses = new ListenAddressType(PORT);

  @Override
  protected InetSocketAddress parseBare(String text) throws BadValue {
    if (text.startsWith("unix:")) {
      throw BadValue.all(text, "Java has no unix sockets for datagrams")
          .help("let StatsD listen on UDP as well, and name that: `127.0.0.1:" + PORT + "`");
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw BadValue.part(0, scheme + "://".length(), "it is always UDP");
    }
    ListenAddress address = addresses.parseBare(text);
    if (address.port() == 0) {
      throw BadValue.all(text, "nobody listens on port 0");
    }
    return InetSocketAddress.createUnresolved(address.host(), address.port());
  }

  @Override
  protected String printBare(InetSocketAddress value) {
    return ListenAddress.of(value.getHostString(), value.getPort()).toString();
  }

  @Override
  public String allowed() {
    return "host, host:port or [v6]:port";
  }

  @Override
  public String placeholder() {
    return addresses.placeholder();
  }
}
