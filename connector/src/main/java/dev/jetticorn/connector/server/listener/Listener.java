package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.settings.ListenAddress;
import dev.jetticorn.connector.settings.SocketSettings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A bound address.
 *
 * @param address what the setting {@code bind} said
 * @param layers what is spoken there, once it has been told so
 * @param connector the Jetty connector
 */
public record Listener(
    ListenAddress address, ProtocolLayers layers, DrainingServerConnector connector) {

  /**
   * Binds the socket.
   *
   * @throws UnusableSettingException if the address cannot be had
   */
  public void open() {
    try {
      connector.open();
    } catch (IOException | UnresolvedAddressException e) {
      throw new UnusableSettingException(
              SocketSettings.BIND, "cannot listen at `" + address + "`", reason(e))
          .pointingAt(address.toString())
          .causedBy(e);
    }
  }

  private static String reason(Exception failure) {
    if (failure instanceof UnresolvedAddressException) {
      return "no such host";
    }
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof UnresolvedAddressException) {
      return "no such host";
    }
    // The system's own words ("Address already in use", "Permission denied") say it best.
    String words = String.valueOf(cause.getMessage());
    return cause instanceof SocketException && !words.isEmpty()
        ? Character.toLowerCase(words.charAt(0)) + words.substring(1)
        : words;
  }

  /**
   * Returns where clients find it; the port is the real one once the socket is bound. A unix socket
   * is {@code unix:/path}, or {@code fd://3} if it has no path, whatever it speaks.
   */
  public URI uri() {
    if (address.unixPath().isPresent()) {
      return unixUri(address.unixPath().get().toAbsolutePath());
    }
    Optional<SocketAddress> inherited = inheritedAddress();
    if (inherited.isPresent() && inherited.get() instanceof UnixDomainSocketAddress unix) {
      // One in the abstract namespace has no path.
      return unix.getPath().toString().isEmpty()
          ? URI.create(address.withoutScheme().toString())
          : unixUri(unix.getPath());
    }
    String host =
        inherited
            .map(address -> ((InetSocketAddress) address).getAddress().getHostAddress())
            .orElse(connector.getHost() == null ? "0.0.0.0" : connector.getHost());
    String authority = host.contains(":") ? "[" + host + "]" : host;
    int port = connector.getLocalPort() > 0 ? connector.getLocalPort() : connector.getPort();
    return URI.create((layers.tls().isPresent() ? "https://" : "http://") + authority + ":" + port);
  }

  /** Where a socket listens that somebody else has bound. */
  private Optional<SocketAddress> inheritedAddress() {
    try {
      return address.descriptor().isPresent()
              && connector.getTransport() instanceof ServerSocketChannel socket
          ? Optional.of(socket.getLocalAddress())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static URI unixUri(Path path) {
    try {
      return new URI("unix", path.toString(), null);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * For example {@code https://127.0.0.1:8443 (HTTP/2, HTTP/1.1; TLS, certificate of localhost
   * until 2027-01-31T12:00:00Z)}.
   */
  @Override
  public String toString() {
    return uri() + " (" + layers + ")";
  }
}
