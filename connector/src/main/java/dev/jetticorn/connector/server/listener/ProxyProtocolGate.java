package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.server.proxy.ProxyHeader;
import dev.jetticorn.connector.settings.ProxyProtocol;
import dev.jetticorn.connector.settings.TrustedPeers;
import java.net.SocketAddress;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory.ProxyEndPoint;

/**
 * Lets trusted peers say for whom they connect, by the PROXY protocol; everybody else is served as
 * if this were not there.
 *
 * <p>A trusted peer has to say it: were it left out sometimes, a client could say it for itself
 * through a proxy that does not know of it.
 *
 * <p>What is spoken behind the gate has the client at the other end of its connection, so that it
 * is the client whom {@code forwarded_allow_ips} trusts or not: the proxy only hands on its bytes.
 */
final class ProxyProtocolGate extends AbstractConnectionFactory {
  private final ProxyProtocol protocol;
  private final TrustedPeers trusted;
  private final ConnectionFactory behind;
  private final LimitLog limits;
  private final FirstBytesTimeout timeout;

  ProxyProtocolGate(
      ProxyProtocol protocol,
      TrustedPeers trusted,
      ConnectionFactory behind,
      LimitLog limits,
      FirstBytesTimeout timeout) {
    super("proxy");
    this.protocol = protocol;
    this.trusted = trusted;
    this.behind = behind;
    this.limits = limits;
    this.timeout = timeout;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    SocketAddress peer = endPoint.getRemoteSocketAddress();
    if (!trusted.includes(peer)) {
      return behind.newConnection(connector, endPoint);
    }
    return new ProxyProtocolConnection(
        endPoint,
        connector.getExecutor(),
        protocol,
        () -> timeout.start(connector, endPoint, "no complete PROXY header"),
        header -> goOn(connector, asSeenByTheClient(endPoint, header)),
        malformed ->
            limits.exceeded(
                peer,
                "in proxy_allow_ips, but sent " + malformed.getMessage() + "; connection closed",
                "proxy_protocol"));
  }

  private void goOn(Connector connector, EndPoint endPoint) {
    endPoint.upgrade(behind.newConnection(connector, endPoint));
  }

  private static EndPoint asSeenByTheClient(EndPoint endPoint, ProxyHeader header) {
    return header
        .addresses()
        .<EndPoint>map(
            addresses -> new ProxyEndPoint(endPoint, addresses.server(), addresses.client()))
        .orElse(endPoint);
  }
}
