package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;

/** A server that answers with what it knows of the connection: protocol, suite, client. */
final class TlsServer implements AutoCloseable {
  private final Server server;
  private final ServerConnector connector;

  private TlsServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  static TlsServer start(Map<String, String> settings) throws Exception {
    TlsContext tls = TlsContextFactory.from(SettingsLoader.from(settings));
    HttpConfiguration http = new HttpConfiguration();
    http.addCustomizer(new SecureRequestCustomizer(false));
    Server server = new Server();
    ServerConnector connector =
        new ServerConnector(
            server,
            1,
            1,
            new SslConnectionFactory(tls.sslContextFactory(), "alpn"),
            new ALPNServerConnectionFactory("h2", "http/1.1"),
            new HTTP2ServerConnectionFactory(http),
            new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    server.setHandler(new Answer());
    server.start();
    return new TlsServer(server, connector);
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    LifeCycle.stop(server);
  }

  private static final class Answer extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      EndPoint.SslSessionData session =
          (EndPoint.SslSessionData) request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE);
      String client =
          Optional.ofNullable(session.peerCertificates())
              .map(chain -> chain[0].getSubjectX500Principal().getName())
              .orElse("nobody");
      String answer =
          request.getConnectionMetaData().getProtocol()
              + " "
              + session.cipherSuite()
              + " "
              + client
              + "\n";
      response.write(true, ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)), callback);
      return true;
    }
  }
}
