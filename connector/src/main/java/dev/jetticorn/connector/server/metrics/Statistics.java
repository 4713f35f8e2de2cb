package dev.jetticorn.connector.server.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.server.Server;

/** The most important numbers of a server, for an operator who asks. */
public final class Statistics {
  private Statistics() {}

  /** The numbers as they are now, in groups with names. */
  public static Map<String, Object> of(Server server) {
    ServerCounts counts = ServerCounts.of(server);
    ServerState state = new ServerState(server);
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("requests", requests(counts, state));
    state
        .permits()
        .ifPresent(
            permits ->
                numbers.put(
                    "permits",
                    group("limit", permits.permits())
                        .and("used", permits.used())
                        .and("waiting", permits.waiting())));
    numbers.put(
        "connections",
        group("open", state.connections()).and("accepted", counts.acceptedConnections()));
    numbers.put(
        "http2",
        group("connections", counts.http2().connections())
            .and("streams", counts.http2().streams()));
    numbers.put(
        "tls_handshakes",
        group("succeeded", counts.succeededHandshakes()).and("failed", counts.failedHandshakes()));
    Group dropped = new Group();
    counts.droppedLogEntries().forEach((log, count) -> dropped.and(log, count.getAsLong()));
    numbers.put("log_entries_dropped", dropped);
    Runtime java = Runtime.getRuntime();
    numbers.put(
        "heap_bytes",
        group("used", java.totalMemory() - java.freeMemory()).and("max", java.maxMemory()));
    return numbers;
  }

  private static Map<String, Object> requests(ServerCounts counts, ServerState state) {
    long total = 0;
    Map<String, Object> byStatus = new TreeMap<>();
    for (RequestCounts.Total of : counts.requests().totals()) {
      total += of.count();
      byStatus.merge(Integer.toString(of.status()), of.count(), (a, b) -> (Long) a + (Long) b);
    }
    Map<String, Object> requests = group("in_progress", state.requests()).and("total", total);
    requests.put("by_status", byStatus);
    return requests;
  }

  private static Group group(String name, long value) {
    return new Group().and(name, value);
  }

  private static final class Group extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1L;

    Group and(String name, long value) {
      put(name, value);
      return this;
    }
  }
}
