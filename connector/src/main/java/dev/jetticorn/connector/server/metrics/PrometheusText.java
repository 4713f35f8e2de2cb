package dev.jetticorn.connector.server.metrics;

import dev.jetticorn.connector.server.handler.RequestPermits;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Server;

/** What is counted, in the text format of Prometheus. */
final class PrometheusText {
  static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final ServerCounts counts;
  private final ServerState state;
  private final Optional<Backlog> backlog;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  /**
   * The metrics of this server.
   *
   * @param withBacklog whether they have what waits
   */
  PrometheusText(Server server, boolean withBacklog) {
    counts = ServerCounts.of(server);
    state = new ServerState(server);
    backlog = withBacklog ? Optional.of(new Backlog(server)) : Optional.empty();
    registry.register(this::ours);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmClassLoadingMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmMemoryMetrics.builder().register(registry);
    JvmRuntimeInfoMetric.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** The page as it is now. */
  String page() {
    var page = new ByteArrayOutputStream();
    try {
      writer.write(page, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException("not in memory", e);
    }
    return page.toString(StandardCharsets.UTF_8);
  }

  private MetricSnapshots ours() {
    var all = MetricSnapshots.builder();
    all.metricSnapshot(requests());
    all.metricSnapshot(durations());
    all.metricSnapshot(
        gauge(
            "jetticorn_requests_in_progress",
            "Requests that have come and not been answered, with those that wait for a permit.",
            state.requests()));
    state.permits().ifPresent(permits -> permits(permits, all));
    backlog.ifPresent(waiting -> all.metricSnapshot(backlog(waiting)));
    all.metricSnapshot(
        gauge("jetticorn_connections", "Connections that are open.", state.connections()));
    all.metricSnapshot(
        counter(
            "jetticorn_connections_accepted",
            "Connections that have been accepted.",
            counts.acceptedConnections()));
    all.metricSnapshot(
        gauge(
            "jetticorn_http2_connections",
            "Connections of HTTP/2 that are open.",
            counts.http2().connections()));
    all.metricSnapshot(
        gauge(
            "jetticorn_http2_streams",
            "Streams of HTTP/2 that are open.",
            counts.http2().streams()));
    all.metricSnapshot(
        errors("jetticorn_http2_resets", "RST_STREAM frames.", counts.http2().resets()));
    all.metricSnapshot(
        errors("jetticorn_http2_goaways", "GOAWAY frames.", counts.http2().goAways()));
    all.metricSnapshot(
        counter(
            "jetticorn_early_hints",
            "Early hints (103) that have been sent.",
            counts.earlyHints()));
    all.metricSnapshot(
        counter("jetticorn_trailers", "Responses that ended with trailers.", counts.trailers()));
    all.metricSnapshot(handshakes());
    if (!counts.logEntries().isEmpty()) {
      all.metricSnapshot(logEntries());
    }
    all.metricSnapshot(droppedLogEntries());
    return all.build();
  }

  private CounterSnapshot requests() {
    var requests =
        CounterSnapshot.builder()
            .name("jetticorn_requests")
            .help("Requests that have been answered.");
    for (RequestCounts.Total total : counts.requests().totals()) {
      requests.dataPoint(
          point(
              Labels.of(
                  "protocol", total.protocol().asString(),
                  "status", Integer.toString(total.status())),
              total.count()));
    }
    return requests.build();
  }

  private HistogramSnapshot durations() {
    var durations =
        HistogramSnapshot.builder()
            .name("jetticorn_request_duration_seconds")
            .help("Time from the head of a request to the end of its response.");
    for (RequestCounts.Durations of : counts.requests().durations()) {
      durations.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(Labels.of("protocol", of.protocol().asString()))
              .classicHistogramBuckets(ClassicHistogramBuckets.of(of.bounds(), of.counts()))
              .sum(of.seconds())
              .build());
    }
    return durations.build();
  }

  private static void permits(RequestPermits permits, MetricSnapshots.Builder all) {
    all.metricSnapshot(
        gauge(
            "jetticorn_permits", "Requests that may be in progress at a time.", permits.permits()));
    all.metricSnapshot(
        gauge("jetticorn_permits_used", "Requests that have a permit.", permits.used()));
    all.metricSnapshot(
        gauge("jetticorn_permits_waiting", "Requests that wait for a permit.", permits.waiting()));
  }

  private static GaugeSnapshot backlog(Backlog waiting) {
    return GaugeSnapshot.builder()
        .name("jetticorn_backlog")
        .help("What waits: requests for a permit or a thread, connections to be accepted.")
        .dataPoint(point("requests", waiting.requests()))
        .dataPoint(point("connections", waiting.connections()))
        .build();
  }

  private static GaugeDataPointSnapshot point(String of, long value) {
    return GaugeDataPointSnapshot.builder()
        .labels(Labels.of("of", of))
        .value((double) value)
        .build();
  }

  private CounterSnapshot handshakes() {
    return CounterSnapshot.builder()
        .name("jetticorn_tls_handshakes")
        .help("TLS handshakes.")
        .dataPoint(point(Labels.of("result", "succeeded"), counts.succeededHandshakes()))
        .dataPoint(point(Labels.of("result", "failed"), counts.failedHandshakes()))
        .build();
  }

  private CounterSnapshot logEntries() {
    var entries =
        CounterSnapshot.builder().name("jetticorn_log_entries").help("Entries of the error log.");
    for (Map.Entry<String, LongSupplier> level : counts.logEntries().entrySet()) {
      entries.dataPoint(point(Labels.of("level", level.getKey()), level.getValue().getAsLong()));
    }
    return entries.build();
  }

  private CounterSnapshot droppedLogEntries() {
    var entries =
        CounterSnapshot.builder()
            .name("jetticorn_log_entries_dropped")
            .help("Entries of a log that could not be written in time.");
    counts
        .droppedLogEntries()
        .forEach(
            (log, count) -> entries.dataPoint(point(Labels.of("log", log), count.getAsLong())));
    return entries.build();
  }

  private static CounterSnapshot errors(String name, String help, List<Http2Counts.Total> totals) {
    var errors = CounterSnapshot.builder().name(name).help(help);
    for (Http2Counts.Total total : totals) {
      errors.dataPoint(
          point(
              Labels.of("error", total.error(), "direction", total.sent() ? "sent" : "received"),
              total.count()));
    }
    return errors.build();
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(point(Labels.EMPTY, value))
        .build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static GaugeSnapshot gauge(String name, String help, long value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value((double) value).build())
        .build();
  }
}
