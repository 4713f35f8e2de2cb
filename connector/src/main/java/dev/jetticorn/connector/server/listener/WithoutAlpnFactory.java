package dev.jetticorn.connector.server.listener;

import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;

/**
 * Closes the connections of clients that negotiate nothing, where HTTP/2 alone is spoken.
 *
 * <p>HTTP/2 over TLS must be negotiated (RFC 9113, section 3.2). A client that leaves ALPN out gets
 * through the handshake all the same, because only a client that offers protocols can be told there
 * that none of them is spoken (RFC 7301, section 3.2).
 */
final class WithoutAlpnFactory extends AbstractConnectionFactory {
  WithoutAlpnFactory() {
    super("without-alpn");
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return new AbstractConnection(endPoint, connector.getExecutor()) {
      @Override
      public void onOpen() {
        super.onOpen();
        close();
      }

      @Override
      public void onFillable() {
        close();
      }
    };
  }
}
