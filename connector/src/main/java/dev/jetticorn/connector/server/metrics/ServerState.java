package dev.jetticorn.connector.server.metrics;

import dev.jetticorn.connector.server.handler.DrainingHandler;
import dev.jetticorn.connector.server.handler.RequestPermits;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.jetty.server.Server;

/** What a server does at this moment. */
public final class ServerState {
  private final Server server;

  /** Looks at this server whenever it is asked. */
  public ServerState(Server server) {
    this.server = server;
  }

  /** How many connections are open. */
  public int connections() {
    return Arrays.stream(server.getConnectors())
        .mapToInt(connector -> connector.getConnectedEndPoints().size())
        .sum();
  }

  /** How many requests have come and not been answered, those that wait for a permit included. */
  public long requests() {
    DrainingHandler all = server.getDescendant(DrainingHandler.class);
    return all == null ? 0 : all.getCurrentRequestCount();
  }

  /** The permits, where {@code workers} or {@code threads} is set. */
  public Optional<RequestPermits> permits() {
    return Optional.ofNullable(server.getDescendant(RequestPermits.class));
  }
}
