package dev.jetticorn.connector.server;

import dev.jetticorn.connector.server.handler.AccessLog;
import dev.jetticorn.connector.server.handler.OperatorPath;
import dev.jetticorn.connector.server.handler.UnsentResponse;
import dev.jetticorn.connector.server.metrics.ServerCounts;
import dev.jetticorn.connector.settings.model.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;

/** What hears of each request that has been answered, but for those of the operator. */
final class RequestLogs implements RequestLog, AutoCloseable {
  /** A request that has just been answered may still be on its way into the log of before. */
  private static final Duration LAST_LINES = Duration.ofSeconds(1);

  private final Server server;
  private final Optional<RequestLog> counts;

  // Read and written with the lock of this object held.
  private long droppedByReplaced;

  // Both are replaced by one reload at a time.
  private volatile Optional<AccessLog> accessLog = Optional.empty();
  private volatile List<OperatorPath> operatorPaths = List.of();

  RequestLogs(Server server, Settings settings) {
    this.server = server;
    this.counts =
        ServerCounts.areRead(settings)
            ? Optional.of(ServerCounts.of(server).requests())
            : Optional.empty();
    ServerCounts.of(server).droppedLogEntries("access", this::dropped);
  }

  private synchronized long dropped() {
    return droppedByReplaced
        + server.getBeans(AccessLog.class).stream().mapToLong(AccessLog::dropped).sum();
  }

  /** Leaves out the requests that these handlers answer. */
  void leaveOut(List<? extends Handler> handlers) {
    operatorPaths =
        handlers.stream()
            .filter(OperatorPath.class::isInstance)
            .map(OperatorPath.class::cast)
            .toList();
  }

  /** Writes into this access log from now on. */
  void writeTo(Optional<AccessLog> fresh) {
    Optional<AccessLog> before = accessLog;
    // Who reopens, counts and closes them finds them there.
    fresh.ifPresent(server::addBean);
    accessLog = fresh;
    before.ifPresent(
        old ->
            server
                .getScheduler()
                .schedule(() -> end(old), LAST_LINES.toMillis(), TimeUnit.MILLISECONDS));
  }

  private void end(AccessLog old) {
    old.close();
    synchronized (this) {
      droppedByReplaced += old.dropped();
      server.removeBean(old);
    }
  }

  @Override
  public void log(Request request, Response response) {
    for (OperatorPath path : operatorPaths) {
      if (path.answers(request)) {
        return;
      }
    }
    Response logged = UnsentResponse.orSent(request, response);
    accessLog.ifPresent(log -> log.log(request, logged));
    counts.ifPresent(log -> log.log(request, logged));
  }

  /** Opens the files anew, because somebody has moved the old ones away. */
  void reopen() {
    accessLog.ifPresent(AccessLog::reopen);
  }

  /** Writes what waits. */
  @Override
  public void close() {
    server.getBeans(AccessLog.class).forEach(AccessLog::close);
  }
}
