package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.LimitSettings.HANDSHAKE_TIMEOUT;
import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;
import static dev.jetticorn.connector.settings.LimitSettings.TLS_RATE_LIMIT;
import static dev.jetticorn.connector.settings.ProxySettings.FORWARDED_ALLOW_IPS;
import static dev.jetticorn.connector.settings.ProxySettings.PROXY_ALLOW_IPS;
import static dev.jetticorn.connector.settings.ProxySettings.PROXY_PROTOCOL;
import static dev.jetticorn.connector.settings.SocketSettings.BACKLOG;
import static dev.jetticorn.connector.settings.SocketSettings.BIND;
import static dev.jetticorn.connector.settings.SocketSettings.REUSE_PORT;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.KEEPALIVE;

import dev.jetticorn.connector.server.forwarded.ForwardedCustomizer;
import dev.jetticorn.connector.server.http2.Http2ConnectionFactory;
import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.server.metrics.ServerCounts;
import dev.jetticorn.connector.server.tls.TlsConnectionFactory;
import dev.jetticorn.connector.server.tls.TlsContext;
import dev.jetticorn.connector.settings.Http2ClearText;
import dev.jetticorn.connector.settings.HttpProtocol;
import dev.jetticorn.connector.settings.ListenAddress;
import dev.jetticorn.connector.settings.ProxyProtocol;
import dev.jetticorn.connector.settings.TrustedPeers;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.unix.UnixSocketFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.HostPort;

/** Makes the Jetty connector of one bound address. */
public final class ListenerFactory {
  /** How long a request in progress may neither take nor give a byte that it waits for. */
  private static final Duration REQUEST_IO_IDLE_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration SHORTEST_IDLE_TIMEOUT = Duration.ofSeconds(1);

  private final Server server;
  private final Settings settings;
  private final Predicate<Connection> busy;
  private final ForwardedCustomizer forwarded;

  /**
   * Makes listeners for this server.
   *
   * @param busy tells of a connection whether a request is in progress on it
   */
  public ListenerFactory(Server server, Settings settings, Predicate<Connection> busy) {
    this.server = server;
    this.settings = settings;
    this.busy = busy;
    this.forwarded = new ForwardedCustomizer(settings);
  }

  /**
   * Returns a listener for each address of {@code bind}.
   *
   * @param protocols what the listeners speak
   * @param tls what listeners with TLS show; empty if none has TLS
   */
  public List<Listener> listeners(Protocols protocols, Optional<TlsContext> tls) {
    return listeners(protocols, tls, List.of());
  }

  /**
   * Returns a listener for each address of {@code bind}. Those whose address is among {@code
   * before} have the same connector, which speaks as before until {@link #speak} is called.
   */
  public List<Listener> listeners(
      Protocols protocols, Optional<TlsContext> tls, List<Listener> before) {
    List<Listener> left = new ArrayList<>(before);
    return settings.get(BIND).stream()
        .map(
            address ->
                new Listener(
                    address,
                    layers(address, protocols, tls),
                    take(address, left)
                        .map(Listener::connector)
                        .orElseGet(() -> connector(address))))
        .toList();
  }

  /** Each once: with port 0 several may have the same address. */
  private static Optional<Listener> take(ListenAddress address, List<Listener> left) {
    Optional<Listener> same =
        left.stream().filter(listener -> listener.address().equals(address)).findFirst();
    same.ifPresent(left::remove);
    return same;
  }

  /** Lets its connector speak, on new connections, what the listener is to speak. */
  public void speak(Listener listener) {
    DrainingServerConnector connector = listener.connector();
    connector.setIdleTimeout(idleTimeout().toMillis());
    connector.setShutdownIdleTimeout(settings.get(GRACEFUL_TIMEOUT).toMillis());
    connector.speak(listener.layers().factories());
  }

  private ProtocolLayers layers(
      ListenAddress address, Protocols protocols, Optional<TlsContext> tls) {
    return address.speaksTls(tls.isPresent())
        ? overTls(address, protocols.overTls(), tls.orElseThrow())
        : clearText(address, protocols.clearText());
  }

  private ProtocolLayers clearText(ListenAddress address, Http2ClearText http2) {
    HttpConnectionFactory http1 = Http1Factory.http1(http(address), settings);
    if (http2 == Http2ClearText.OFF) {
      return new ProtocolLayers(
          Optional.empty(), List.of(HttpProtocol.H1), Optional.empty(), gated(List.of(http1)));
    }
    TrustedPeers trusted = settings.get(FORWARDED_ALLOW_IPS);
    boolean everyone = trusted.isEveryone() || isUnix(address);
    ClearTextHttp2Gate gate =
        new ClearTextHttp2Gate(
            http2,
            trusted,
            http1,
            counted(Http2Factory.clearText(http(address), settings)),
            LimitLog.of(server),
            firstBytesTimeout());
    return new ProtocolLayers(
        Optional.empty(),
        http2 == Http2ClearText.PRIOR_KNOWLEDGE && everyone
            ? List.of(HttpProtocol.H2)
            : List.of(HttpProtocol.H2, HttpProtocol.H1),
        everyone ? Optional.empty() : Optional.of(FORWARDED_ALLOW_IPS.name()),
        gated(List.of(gate, http1)));
  }

  private ProtocolLayers overTls(
      ListenAddress address, List<HttpProtocol> protocols, TlsContext tls) {
    List<ConnectionFactory> spoken =
        protocols.stream().map(protocol -> overTls(address, protocol)).toList();
    ConnectionFactory withoutAlpn = withoutAlpn(spoken);
    ALPNServerConnectionFactory alpn =
        new ALPNServerConnectionFactory(
            spoken.stream().flatMap(f -> f.getProtocols().stream()).toArray(String[]::new));
    alpn.setDefaultProtocol(withoutAlpn.getProtocol());

    Set<ConnectionFactory> layers = new LinkedHashSet<>();
    TlsConnectionFactory handshake =
        new TlsConnectionFactory(tls.sslContextFactory(), alpn.getProtocol());
    handshake.setHandshakeTimeout(settings.get(HANDSHAKE_TIMEOUT));
    handshake.setRateLimit(settings.get(TLS_RATE_LIMIT));
    layers.add(handshake);
    layers.add(alpn);
    layers.addAll(spoken);
    layers.add(withoutAlpn);
    return new ProtocolLayers(Optional.of(tls), protocols, Optional.empty(), gated(layers));
  }

  private ConnectionFactory overTls(ListenAddress address, HttpProtocol protocol) {
    return switch (protocol) {
      case H2 -> counted(Http2Factory.overTls(httpOverTls(address), settings));
      case H1 -> Http1Factory.http1(httpOverTls(address), settings);
    };
  }

  private Http2ConnectionFactory counted(Http2ConnectionFactory http2) {
    if (ServerCounts.areRead(settings)) {
      http2.addEventListener(ServerCounts.of(server).http2());
    }
    return http2;
  }

  /** A client that does not negotiate gets HTTP/1.1 where that is spoken. */
  private static ConnectionFactory withoutAlpn(List<ConnectionFactory> spoken) {
    return spoken.stream()
        .filter(HttpConnectionFactory.class::isInstance)
        .findFirst()
        .orElseGet(WithoutAlpnFactory::new);
  }

  /** The PROXY protocol comes before all others. */
  private List<ConnectionFactory> gated(Collection<ConnectionFactory> protocols) {
    List<ConnectionFactory> gated = new ArrayList<>(protocols);
    ProxyProtocol proxyProtocol = settings.get(PROXY_PROTOCOL);
    if (proxyProtocol != ProxyProtocol.OFF) {
      TrustedPeers proxies = settings.get(PROXY_ALLOW_IPS);
      gated.add(
          0,
          new ProxyProtocolGate(
              proxyProtocol, proxies, gated.get(0), LimitLog.of(server), firstBytesTimeout()));
    }
    return gated;
  }

  private DrainingServerConnector connector(ListenAddress address) {
    DrainingServerConnector connector = bare(address);
    if (ServerCounts.areRead(settings)) {
      connector.addBean(ServerCounts.of(server).connections());
      connector.addBean(ServerCounts.of(server).handshakes());
    }
    connector.setHost(address.host());
    connector.setPort(address.port());
    connector.setAcceptQueueSize(settings.get(BACKLOG));
    connector.setReusePort(settings.get(REUSE_PORT));
    return connector;
  }

  private DrainingServerConnector bare(ListenAddress address) {
    if (address.unixPath().isPresent()) {
      Path path = address.unixPath().get();
      return new UnixSocketConnector(
          server, busy, path.toString(), backlog -> UnixSocketFile.bind(path, backlog));
    }
    if (address.descriptor().isPresent()) {
      int descriptor = address.descriptor().get();
      return isUnix(address)
          ? new UnixSocketConnector(
              server, busy, address.toString(), backlog -> InheritedUnixSocket.at(descriptor))
          : new InheritedConnector(server, busy, descriptor);
    }
    return new DrainingServerConnector(server, busy);
  }

  private static boolean isUnix(ListenAddress address) {
    return address.unixPath().isPresent()
        || address.descriptor().filter(InheritedSocket::isUnix).isPresent();
  }

  private FirstBytesTimeout firstBytesTimeout() {
    return new FirstBytesTimeout(settings.get(HEADER_TIMEOUT), LimitLog.of(server));
  }

  /** Without keep-alive an HTTP/2 connection still has the time between two requests of a page. */
  private Duration idleTimeout() {
    Duration keepAlive = settings.get(KEEPALIVE);
    return keepAlive.isZero() ? SHORTEST_IDLE_TIMEOUT : keepAlive;
  }

  /** One configuration a protocol: HTTP/1.1 and HTTP/2 limit their headers differently. */
  private HttpConfiguration http(ListenAddress address) {
    HttpConfiguration http = configuration(address);
    http.addCustomizer(forwarded);
    return http;
  }

  private HttpConfiguration httpOverTls(ListenAddress address) {
    HttpConfiguration http = configuration(address);
    // A host that the certificate does not name is the client's affair, as in gunicorn.
    http.addCustomizer(new SecureRequestCustomizer(false));
    http.addCustomizer(forwarded);
    return http;
  }

  private static HttpConfiguration configuration(ListenAddress address) {
    HttpConfiguration http = new HttpConfiguration();
    if (isUnix(address)) {
      // What a request was sent to when it does not say; Jetty would take it from the socket.
      http.setServerAuthority(new HostPort("localhost"));
    }
    http.setSendServerVersion(false);
    http.setIdleTimeout(REQUEST_IO_IDLE_TIMEOUT.toMillis());
    return http;
  }
}
