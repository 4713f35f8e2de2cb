package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.http2.Http2ConnectionFactory;
import dev.jetticorn.connector.server.http2.Http2Upgrade;
import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.settings.Http2ClearText;
import dev.jetticorn.connector.settings.TrustedPeers;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Lets trusted peers speak HTTP/2 without TLS; everybody else speaks HTTP/1.1, as if this were not
 * there.
 *
 * <p>Trusted is who is at the other end of the connection. What a request says of itself does not
 * count.
 */
final class ClearTextHttp2Gate extends AbstractConnectionFactory
    implements ConnectionFactory.Upgrading {
  private final Http2ClearText mode;
  private final TrustedPeers trusted;
  private final HttpConnectionFactory http1;
  private final Http2ConnectionFactory http2;
  private final LimitLog limits;
  private final FirstBytesTimeout timeout;

  ClearTextHttp2Gate(
      Http2ClearText mode,
      TrustedPeers trusted,
      HttpConnectionFactory http1,
      Http2ConnectionFactory http2,
      LimitLog limits,
      FirstBytesTimeout timeout) {
    super("h2c");
    this.mode = mode;
    this.trusted = trusted;
    this.http1 = http1;
    this.http2 = http2;
    this.limits = limits;
    this.timeout = timeout;
    installBean(http2);
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    SocketAddress peer = endPoint.getRemoteSocketAddress();
    if (!mode.allowsPriorKnowledge() || !trusted.includes(peer)) {
      return http1.newConnection(connector, endPoint);
    }
    return new PrefaceConnection(
        endPoint,
        connector.getExecutor(),
        () -> timeout.start(connector, endPoint, "no complete HTTP/2 preface or request line"),
        beginning ->
            switch (beginning) {
              case HTTP2 -> http2.newConnection(connector, endPoint);
              case HTTP1 ->
                  mode.allowsUpgrade()
                      ? http1.newConnection(connector, endPoint)
                      : refusal(connector, endPoint, peer);
              // An invalid preface, to which GOAWAY is the answer.
              case UNKNOWN -> http2.newConnection(connector, endPoint);
            });
  }

  private Connection refusal(Connector connector, EndPoint endPoint, SocketAddress peer) {
    limits.exceeded(
        peer,
        "trusted, but does not speak HTTP/2; answered 400, connection closed",
        "http2_cleartext");
    return new BadRequestConnection(
        endPoint,
        connector,
        "HTTP/2 is spoken here, from the first byte (http2_cleartext = prior-knowledge).");
  }

  @Override
  public @Nullable Connection upgradeConnection(
      Connector connector,
      EndPoint endPoint,
      MetaData.Request request,
      HttpFields.Mutable response101) {
    return mode.allowsUpgrade() && trusted.includes(endPoint.getRemoteSocketAddress())
        ? Http2Upgrade.of(request)
            .map(upgrade -> upgrade.connection(http2, connector, endPoint, response101))
            .orElse(null)
        : null;
  }
}
