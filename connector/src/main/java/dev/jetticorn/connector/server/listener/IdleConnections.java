package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CONNECTIONS;

import dev.jetticorn.connector.server.limit.LimitLog;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Connections on which no request is in progress, which have to go when others want to come.
 *
 * <p>Who has never sent a whole request goes first, the oldest before the others: most of them are
 * half-open or silent. Then go those whose last request is long ago.
 */
public final class IdleConnections {
  /** A connection has at least this time, or honest clients would be closed while they connect. */
  private static final Duration AT_LEAST = Duration.ofSeconds(1);

  private final Server server;
  private final Predicate<Connection> busy;
  private final LimitLog log;

  /**
   * The idle connections of all listeners of a server.
   *
   * @param busy tells of a connection whether a request is in progress on it
   * @param log hears of each that had to go
   */
  public IdleConnections(Server server, Predicate<Connection> busy, LimitLog log) {
    this.server = server;
    this.busy = busy;
    this.log = log;
  }

  /** Closes so many of them, or fewer when there are not as many. */
  void close(int count) {
    List<EndPoint> all =
        Arrays.stream(server.getConnectors())
            .filter(DrainingServerConnector.class::isInstance)
            .map(Connector::getConnectedEndPoints)
            .flatMap(Collection::stream)
            .toList();
    List<Idle> idle = all.stream().flatMap(endPoint -> Idle.of(endPoint, busy).stream()).toList();
    // Most have never sent a request: this is a flood, and those that have must not pay for it.
    boolean flooded = 2 * idle.stream().filter(Idle::isUnserved).count() > all.size();
    idle.stream()
        .filter(one -> one.millis >= AT_LEAST.toMillis())
        .filter(one -> one.isUnserved() || !flooded)
        .sorted(Idle.FIRST_TO_GO)
        .limit(count)
        .forEach(this::close);
  }

  private void close(Idle idle) {
    log.exceeded(
        idle.network.getRemoteSocketAddress(),
        "idle connection closed to let others in",
        WORKER_CONNECTIONS.name());
    if (idle.connection instanceof HTTP2Connection http2) {
      // GOAWAY tells a client that nothing of what it may just be sending was served.
      http2.getSession().close(ErrorCode.NO_ERROR.code, WORKER_CONNECTIONS.name(), Callback.NOOP);
      idle.network
          .getScheduler()
          .schedule(idle.network::close, AT_LEAST.toMillis(), TimeUnit.MILLISECONDS);
    } else {
      idle.connection.close();
      idle.network.close();
    }
  }

  /** An idle connection, and for how long it has been. */
  private record Idle(AbstractEndPoint network, Connection connection, int rank, long millis) {
    private static final int UNSERVED = 0;
    private static final int SILENT = 1;
    private static final int TRICKLING = 2;

    static final Comparator<Idle> FIRST_TO_GO =
        Comparator.comparingInt(Idle::rank).thenComparing(Idle::millis, Comparator.reverseOrder());

    static Optional<Idle> of(EndPoint endPoint, Predicate<Connection> busy) {
      long age = System.currentTimeMillis() - endPoint.getCreatedTimeStamp();
      @Nullable Connection spoken = spoken(endPoint.getConnection());
      if (!(endPoint instanceof AbstractEndPoint network)
          || spoken == null
          || !isIdle(spoken, busy)) {
        return Optional.empty();
      }
      long sinceBytes = network.getIdleFor();
      if (spoken.getMessagesIn() <= 0) {
        // Whatever trickles in: since when it is there counts.
        return Optional.of(new Idle(network, spoken, UNSERVED, age));
      }
      return Optional.of(
          sinceBytes >= AT_LEAST.toMillis()
              ? new Idle(network, spoken, SILENT, sinceBytes)
              : new Idle(network, spoken, TRICKLING, age));
    }

    boolean isUnserved() {
      return rank == UNSERVED;
    }

    private static @Nullable Connection spoken(@Nullable Connection connection) {
      return connection instanceof SslConnection tls
          ? tls.getSslEndPoint().getConnection()
          : connection;
    }

    /** What is none of these is a WebSocket, and never idle. */
    private static boolean isIdle(Connection spoken, Predicate<Connection> busy) {
      boolean isKnown =
          spoken instanceof ConnectionMetaData
              || spoken instanceof NegotiatingServerConnection
              || spoken instanceof PrefaceConnection
              || spoken instanceof ProxyProtocolConnection;
      boolean hasStreams =
          spoken instanceof HTTP2Connection http2 && !http2.getSession().getStreams().isEmpty();
      return isKnown && !hasStreams && !busy.test(spoken);
    }
  }
}
