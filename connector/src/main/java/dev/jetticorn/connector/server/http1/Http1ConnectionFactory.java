package dev.jetticorn.connector.server.http1;

import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.connector.server.handler.HeadLimits;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Speaks HTTP/1.1 and HTTP/1.0, and stops reading a request whose head is too large. */
public final class Http1ConnectionFactory extends HttpConnectionFactory {
  /** In the names of ALPN (RFC 7301, section 6). */
  private static final List<String> PROTOCOLS = List.of("http/1.1", "http/1.0");

  private final HeadLimits limits;
  private final MethodRules methods;
  private final boolean permitsAnyVersion;
  private Duration headerTimeout = HEADER_TIMEOUT.defaultValue();
  private ConnectionLifetime lifetime = ConnectionLifetime.UNLIMITED;

  /**
   * Connections with these rules; the configuration's limit for the whole head is set to fit.
   *
   * @param permitsAnyVersion whether a request may have a version that does not exist
   */
  public Http1ConnectionFactory(
      HttpConfiguration http, HeadLimits limits, MethodRules methods, boolean permitsAnyVersion) {
    super(http);
    http.setRequestHeaderSize(limits.headSize());
    this.limits = limits;
    this.methods = methods;
    this.permitsAnyVersion = permitsAnyVersion;
  }

  /** Sets how long the head of a request may take to arrive. */
  public void setHeaderTimeout(Duration timeout) {
    headerTimeout = timeout;
  }

  /** How long the head of a request may take to arrive. */
  public Duration getHeaderTimeout() {
    return headerTimeout;
  }

  /** Sets after how many requests and how long a connection is closed. */
  public void setConnectionLifetime(ConnectionLifetime connectionLifetime) {
    lifetime = connectionLifetime;
  }

  /** After how many requests and how long a connection is closed. */
  public ConnectionLifetime getConnectionLifetime() {
    return lifetime;
  }

  /** Some HTTP/1.0 clients, curl among them, offer their version and nothing else. */
  @Override
  public List<String> getProtocols() {
    return PROTOCOLS;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HeadRules rules = new HeadRules(limits, methods, new RequestLine(permitsAnyVersion));
    return configure(
        new Http1Connection(
            getHttpConfiguration(), connector, endPoint, rules, headerTimeout, lifetime.ofOne()),
        connector,
        endPoint);
  }
}
