package dev.jetticorn.connector.server.metrics;

import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET_DISABLE;
import static dev.jetticorn.connector.settings.MetricsSettings.METRICS_PATH;
import static dev.jetticorn.connector.settings.MetricsSettings.STATSD_HOST;

import dev.jetticorn.connector.request.SentFields;
import dev.jetticorn.connector.settings.model.Settings;
import java.nio.channels.SelectableChannel;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.server.Server;

/** Everything that a server counts, from its start on. */
public final class ServerCounts {
  private final RequestCounts requests = new RequestCounts();
  private final Http2Counts http2 = new Http2Counts();
  private final LongAdder connections = new LongAdder();
  private final Handshakes handshakes = new Handshakes();
  private final Sent sent = new Sent();

  // Both are set before the server starts.
  private Map<String, LongSupplier> logEntries = Map.of();
  private final Map<String, LongSupplier> droppedLogEntries = new TreeMap<>();

  private ServerCounts() {}

  /** Whether anybody reads what is counted; if not, the way of a request has no counter on it. */
  public static boolean areRead(Settings settings) {
    return settings.get(METRICS_PATH).isPresent()
        || settings.get(STATSD_HOST).isPresent()
        || !settings.get(CONTROL_SOCKET_DISABLE);
  }

  /** The counts that all listeners and handlers of a server share. */
  public static ServerCounts of(Server server) {
    synchronized (server) {
      ServerCounts shared = server.getBean(ServerCounts.class);
      if (shared == null) {
        shared = new ServerCounts();
        server.addBean(shared);
      }
      return shared;
    }
  }

  /** The requests that have been answered. */
  public RequestCounts requests() {
    return requests;
  }

  /** What happens on connections of HTTP/2. */
  public Http2Counts http2() {
    return http2;
  }

  /** Counts the connections that a listener accepts. */
  public SelectorManager.AcceptListener connections() {
    return new SelectorManager.AcceptListener() {
      @Override
      public void onAccepted(SelectableChannel channel) {
        connections.increment();
      }
    };
  }

  /** Counts the TLS handshakes of a listener. */
  public SslHandshakeListener handshakes() {
    return handshakes;
  }

  /** Counts what responses have beside their final head and their body. */
  public SentFields sentFields() {
    return sent;
  }

  /** Takes over what the error log counts: its entries, by gunicorn's names of their levels. */
  public void logEntries(Map<String, LongSupplier> byLevel) {
    logEntries = Map.copyOf(byLevel);
  }

  Map<String, LongSupplier> logEntries() {
    return logEntries;
  }

  /** Takes over what a log counts: its entries that could not be written in time. */
  public void droppedLogEntries(String log, LongSupplier count) {
    droppedLogEntries.put(log, count);
  }

  Map<String, LongSupplier> droppedLogEntries() {
    return droppedLogEntries;
  }

  long acceptedConnections() {
    return connections.sum();
  }

  long succeededHandshakes() {
    return handshakes.succeeded.sum();
  }

  long failedHandshakes() {
    return handshakes.failed.sum();
  }

  long earlyHints() {
    return sent.earlyHints.sum();
  }

  long trailers() {
    return sent.trailers.sum();
  }

  private static final class Handshakes implements SslHandshakeListener {
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();

    @Override
    public void handshakeSucceeded(Event event) {
      succeeded.increment();
    }

    @Override
    public void handshakeFailed(Event event, Throwable failure) {
      failed.increment();
    }
  }

  private static final class Sent implements SentFields {
    private final LongAdder earlyHints = new LongAdder();
    private final LongAdder trailers = new LongAdder();

    @Override
    public void earlyHint() {
      earlyHints.increment();
    }

    @Override
    public void trailers() {
      trailers.increment();
    }
  }
}
