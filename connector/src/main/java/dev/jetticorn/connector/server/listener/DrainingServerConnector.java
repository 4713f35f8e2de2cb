package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.handler.DrainingHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A connector whose idle connections do not hold up a graceful stop. */
class DrainingServerConnector extends ServerConnector {
  private final Predicate<Connection> busy;

  DrainingServerConnector(
      Server server, Predicate<Connection> busy, ConnectionFactory... protocols) {
    super(server, protocols);
    this.busy = busy;
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    CompletableFuture<Void> done = super.shutdown();
    for (EndPoint endPoint : getConnectedEndPoints()) {
      if (isIdle(endPoint.getConnection())) {
        endPoint.setIdleTimeout(
            Math.min(DrainingHandler.IDLE_WHILE_STOPPING.toMillis(), getShutdownIdleTimeout()));
      }
    }
    return done;
  }

  private boolean isIdle(Connection connection) {
    if (connection instanceof SslConnection tls) {
      return isIdle(tls.getSslEndPoint().getConnection());
    }
    return !busy.test(connection);
  }
}
