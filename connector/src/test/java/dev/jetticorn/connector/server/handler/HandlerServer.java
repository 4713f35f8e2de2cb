package dev.jetticorn.connector.server.handler;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;

/** A server on a free port that speaks HTTP/1.1 and, by prior knowledge, HTTP/2. */
final class HandlerServer implements AutoCloseable {
  static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Server server = new Server();
  private final HttpConfiguration http = new HttpConfiguration();
  private final ServerConnector connector;
  private final HTTP2Client http2Client = new HTTP2Client();

  private HandlerServer() {
    HTTP2CServerConnectionFactory http2 = new HTTP2CServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(10_000);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http), http2);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
  }

  static HandlerServer start(Handler handler) throws Exception {
    return start(handler, (server, connector) -> {});
  }

  static HandlerServer start(Handler handler, Change change) throws Exception {
    HandlerServer started = new HandlerServer();
    started.server.setHandler(handler);
    change.apply(started.server, started.connector);
    started.server.start();
    started.http2Client.start();
    return started;
  }

  int port() {
    return connector.getLocalPort();
  }

  Http1 http1() throws IOException {
    return Http1.connect(connector.getLocalPort());
  }

  Http2 http2() throws Exception {
    Session session =
        http2Client
            .connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()),
                new Session.Listener() {})
            .get(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    return new Http2(session, connector.getLocalPort());
  }

  @Override
  public void close() {
    LifeCycle.stop(http2Client);
    LifeCycle.stop(server);
  }

  /** What a test changes before the server starts. */
  interface Change {
    void apply(Server server, ServerConnector connector) throws Exception;
  }
}
