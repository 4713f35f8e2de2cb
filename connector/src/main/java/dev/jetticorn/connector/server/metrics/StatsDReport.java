package dev.jetticorn.connector.server.metrics;

import dev.jetticorn.connector.server.metrics.DurationSample.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What has been counted since the report before this one, as datagrams for StatsD.
 *
 * <p>Only one thread makes reports.
 */
final class StatsDReport {
  /** What fits into an Ethernet frame, as StatsD's own documentation reckons. */
  private static final int LARGEST_DATAGRAM = 1_432;

  private final String prefix;
  private final String tags;
  private final ServerCounts counts;
  private final Map<String, Long> reported = new HashMap<>();

  /**
   * Reports what these counts have.
   *
   * @param prefix what names begin with; a dot is put between
   * @param tags Datadog's tags, or empty
   */
  StatsDReport(ServerCounts counts, String prefix, String tags) {
    this.counts = counts;
    this.prefix = prefix.isEmpty() ? "" : prefix.replaceFirst("\\.+$", "") + ".";
    this.tags = tags.isEmpty() ? "" : "|#" + tags;
  }

  /** A number that goes up and down. */
  String gauge(String name, long value) {
    return line(name, value + "|g");
  }

  /** One value of a distribution. */
  String histogram(String name, long value) {
    return line(name, value + "|h");
  }

  /** The increase of everything that only grows; of what did not grow, nothing. */
  List<String> counters() {
    Map<String, Long> totals = new TreeMap<>();
    for (RequestCounts.Total total : counts.requests().totals()) {
      totals.merge("gunicorn.requests", total.count(), Long::sum);
      totals.merge("gunicorn.request.status." + total.status(), total.count(), Long::sum);
    }
    counts
        .logEntries()
        .forEach((level, count) -> totals.put("gunicorn.log." + level, count.getAsLong()));
    List<String> lines = new ArrayList<>();
    totals.forEach(
        (name, total) -> {
          Long before = reported.put(name, total);
          long increase = before == null ? total : total - before;
          if (increase > 0) {
            lines.add(line(name, increase + "|c|@1.0"));
          }
        });
    return lines;
  }

  /** As many as fit share a datagram. */
  List<String> durations(Taken sample) {
    String rate = sample.rate() < 1 ? String.format(Locale.ROOT, "|@%.6f", sample.rate()) : "";
    List<String> datagrams = new ArrayList<>();
    StringBuilder datagram = new StringBuilder();
    for (long nanos : sample.durations()) {
      String millis = String.format(Locale.ROOT, "%.3f", nanos / 1e6);
      String line = line("gunicorn.request.duration", millis + "|ms" + rate);
      if (datagram.length() + line.length() >= LARGEST_DATAGRAM) {
        datagrams.add(datagram.toString());
        datagram.setLength(0);
      }
      datagram.append(datagram.isEmpty() ? "" : "\n").append(line);
    }
    if (!datagram.isEmpty()) {
      datagrams.add(datagram.toString());
    }
    return datagrams;
  }

  private String line(String name, String value) {
    return prefix + name + ":" + value + tags;
  }
}
