package dev.jetticorn.connector.server.handler;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;

/** Waits at a graceful stop for the requests in progress, and knows which connections are busy. */
public final class DrainingHandler extends GracefulHandler {
  /**
   * How long an idle connection stays open once the stop has begun: a request may be on its way.
   */
  public static final Duration IDLE_WHILE_STOPPING = Duration.ofMillis(500);

  private final Map<Connection, Integer> inProgress = new ConcurrentHashMap<>();

  /** Tells whether a request of this connection is in progress. */
  public boolean isBusy(Connection connection) {
    return inProgress.containsKey(connection);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Connection connection = request.getConnectionMetaData().getConnection();
    inProgress.merge(connection, 1, Integer::sum);
    Request.addCompletionListener(request, failure -> completed(request, connection));
    return super.handle(request, response, callback);
  }

  private void completed(Request request, Connection connection) {
    Integer left =
        inProgress.computeIfPresent(connection, (c, count) -> count == 1 ? null : count - 1);
    // Count before looking at the flag, or a connection could slip between the two and stay open.
    if (left == null && request.getConnectionMetaData().getConnector().isShutdown()) {
      connection.getEndPoint().setIdleTimeout(IDLE_WHILE_STOPPING.toMillis());
    }
  }

  /** A request that crossed the GOAWAY, or the last one of a kept-alive connection, is served. */
  @Override
  protected void handleShutdownRejection(Request request, Response response, Callback callback) {
    try {
      if (!getHandler().handle(request, response, callback)) {
        Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      }
    } catch (Exception e) {
      Response.writeError(request, response, callback, e);
    }
  }
}
