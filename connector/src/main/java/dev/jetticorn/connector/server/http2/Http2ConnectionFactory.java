package dev.jetticorn.connector.server.http2;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_PRIORITY;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_RATE_LIMIT;
import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.settings.Http2Priority;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.NanoTime;

/**
 * Jetty's HTTP/2 connection factory with our session, parser and streams.
 *
 * <p>It is configured like {@link HTTP2ServerConnectionFactory}. A server that uses it needs {@link
 * Http2RequestHandler} around its other handlers.
 */
public final class Http2ConnectionFactory extends HTTP2ServerConnectionFactory {
  private Duration headerTimeout = HEADER_TIMEOUT.defaultValue();
  private ConnectionLifetime lifetime = ConnectionLifetime.UNLIMITED;
  private int frameRateLimit = HTTP2_RATE_LIMIT.defaultValue();
  private Http2Priority priority = HTTP2_PRIORITY.defaultValue();

  /**
   * A factory of connections that are negotiated as {@code h2} in the TLS handshake.
   *
   * @param configuration for HTTP/2 alone: its request header size is the
   *     SETTINGS_MAX_HEADER_LIST_SIZE
   */
  public Http2ConnectionFactory(HttpConfiguration configuration) {
    super(configuration);
  }

  /**
   * A factory for other protocol names, such as {@code h2c}: HTTP/2 from the first byte.
   *
   * @param configuration for HTTP/2 alone: its request header size is the
   *     SETTINGS_MAX_HEADER_LIST_SIZE
   * @param protocols {@code h2}, {@code h2c} or both
   */
  public Http2ConnectionFactory(HttpConfiguration configuration, String... protocols) {
    super(configuration, protocols);
  }

  /**
   * Sets how many frames of one kind a connection may bring in a second, where they cost the client
   * nothing: RST_STREAM, SETTINGS, PING, PRIORITY and others. Jetty's rate control is not used.
   *
   * @param frames at least 1, or 0 for any number
   */
  public void setFrameRateLimit(int frames) {
    frameRateLimit = frames;
  }

  /** Sets how long the first SETTINGS frame and each field block may take to arrive. */
  public void setHeaderTimeout(Duration timeout) {
    headerTimeout = timeout;
  }

  /** How long the first SETTINGS frame and each field block may take to arrive. */
  public Duration getHeaderTimeout() {
    return headerTimeout;
  }

  /** Sets after how many requests and how long a connection is told to go. */
  public void setConnectionLifetime(ConnectionLifetime connectionLifetime) {
    lifetime = connectionLifetime;
  }

  /** After how many requests and how long a connection is told to go. */
  public ConnectionLifetime getConnectionLifetime() {
    return lifetime;
  }

  /** Sets which kinds of priority count, for servlets and for the order in which streams send. */
  public void setPriority(Http2Priority counting) {
    priority = counting;
  }

  /** Which kinds of priority count. */
  public Http2Priority getPriority() {
    return priority;
  }

  /** How many frames of one kind a connection may bring in a second; 0 for any number. */
  public int getFrameRateLimit() {
    return frameRateLimit;
  }

  /** Says everything that is configured, where Jetty leaves out what is the default of the RFC. */
  @Override
  protected Map<Integer, Integer> newSettings() {
    Map<Integer, Integer> settings = super.newSettings();
    settings.put(SettingsFrame.MAX_CONCURRENT_STREAMS, getMaxConcurrentStreams());
    settings.put(SettingsFrame.INITIAL_WINDOW_SIZE, getInitialStreamRecvWindow());
    settings.put(SettingsFrame.MAX_FRAME_SIZE, getMaxFrameSize());
    if (!isConnectProtocolEnabled()) {
      settings.remove(SettingsFrame.ENABLE_CONNECT_PROTOCOL);
    }
    if (!priority.countsDependencies()) {
      settings.put(Priorities.NO_RFC7540_PRIORITIES, 1);
    }
    return settings;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConfiguration http = getHttpConfiguration();
    ServerSessionListener listener = newSessionListener(connector, endPoint);

    FrameRates rates = frameRates(connector, endPoint);
    Priorities priorities = new Priorities(priority);
    Http2Parser parser =
        new Http2Parser(
            connector.getByteBufferPool(),
            http.getRequestHeaderSize(),
            rates,
            priorities.countsUrgency());
    parser.setMaxSettingsKeys(getMaxSettingsKeys());

    Http2Session session =
        new Http2Session(
            connector.getScheduler(),
            endPoint,
            parser,
            rates,
            newGenerator(connector),
            listener,
            new StrictFlowControl(rates),
            priorities,
            LimitLog.of(connector.getServer()),
            headerTimeout,
            lifetime.ofOne());
    session.setMaxLocalStreams(getMaxConcurrentStreams());
    session.setMaxRemoteStreams(getMaxConcurrentStreams());
    session.setMaxEncoderTableCapacity(getMaxEncoderTableCapacity());
    session.setStreamIdleTimeout(
        getStreamIdleTimeout() == 0 ? endPoint.getIdleTimeout() : getStreamIdleTimeout());
    session.setInitialSessionRecvWindow(getInitialSessionRecvWindow());
    session.setWriteThreshold(http.getOutputBufferSize());
    session.setConnectProtocolEnabled(isConnectProtocolEnabled());
    getEventListeners().forEach(session::addEventListener);

    HTTP2Connection connection =
        new HTTP2ServerConnection(connector, endPoint, http, session, listener);
    connection.setUseInputDirectByteBuffers(isUseInputDirectByteBuffers());
    connection.setUseOutputDirectByteBuffers(isUseOutputDirectByteBuffers());
    connection.addEventListener(getBean(SessionContainer.class));
    connection.addEventListener(
        new Connection.Listener() {
          @Override
          public void onClosed(Connection closed) {
            session.closed();
          }
        });
    parser.init(connection);

    return configure(connection, connector, endPoint);
  }

  private FrameRates frameRates(Connector connector, EndPoint endPoint) {
    LimitLog log = LimitLog.of(connector.getServer());
    return new FrameRates(
        frameRateLimit,
        happened ->
            log.exceeded(endPoint.getRemoteSocketAddress(), happened, HTTP2_RATE_LIMIT.name()),
        NanoTime::now);
  }

  private Generator newGenerator(Connector connector) {
    HttpConfiguration http = getHttpConfiguration();
    Generator generator =
        new Generator(
            connector.getByteBufferPool(),
            isUseOutputDirectByteBuffers(),
            getMaxHeaderBlockFragment());
    int maxResponseHeaderSize = http.getMaxResponseHeaderSize();
    generator
        .getHpackEncoder()
        .setMaxHeaderListSize(
            maxResponseHeaderSize < 0 ? http.getResponseHeaderSize() : maxResponseHeaderSize);
    return generator;
  }
}
