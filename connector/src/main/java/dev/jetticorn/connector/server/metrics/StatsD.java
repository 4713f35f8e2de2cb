package dev.jetticorn.connector.server.metrics;

import static dev.jetticorn.connector.settings.MetricsSettings.DOGSTATSD_TAGS;
import static dev.jetticorn.connector.settings.MetricsSettings.ENABLE_BACKLOG_METRIC;
import static dev.jetticorn.connector.settings.MetricsSettings.STATSD_PREFIX;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;

import dev.jetticorn.connector.settings.StatsDAddress;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.unix.UnixDatagrams;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a StatsD server once a second what was counted, under gunicorn's names.
 *
 * <p>gunicorn sends three datagrams for each request. Here a counter is one datagram a second, with
 * what came in between; durations share datagrams, and are a sample when there are very many.
 */
public final class StatsD extends AbstractLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(StatsD.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** How many durations are sent in an interval at most. */
  private static final int DURATIONS = 1_000;

  private final StatsDAddress address;
  private final ServerState state;
  private final Backlog backlog;
  private final boolean tellsBacklog;
  private final StatsDReport report;
  private final DurationSample durations = new DurationSample(DURATIONS);
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "jetticorn-statsd");
            thread.setDaemon(true);
            return thread;
          });

  // Only the thread of the clock uses it.
  private boolean broken;

  /** Written by a reload, read by the thread of the clock. */
  private volatile int permitsOfAWorker;

  /** A part of this server, which it starts and stops. */
  public StatsD(Server server, StatsDAddress address, Settings settings) {
    this.address = address;
    this.state = new ServerState(server);
    this.backlog = new Backlog(server);
    this.tellsBacklog = settings.get(ENABLE_BACKLOG_METRIC);
    this.permitsOfAWorker = settings.get(THREADS).orElse(1);
    ServerCounts counts = ServerCounts.of(server);
    this.report =
        new StatsDReport(counts, settings.get(STATSD_PREFIX), settings.get(DOGSTATSD_TAGS));
    counts.requests().tell(durations);
  }

  /** Where it sends to, as it was set. */
  public StatsDAddress address() {
    return address;
  }

  /** Changes how many permits are told as one worker: {@code threads}, at least 1. */
  public void setPermitsOfAWorker(int permits) {
    permitsOfAWorker = permits;
  }

  @Override
  protected void doStart() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::send, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Sends what is left, the requests that ended while the server stopped among it. */
  @Override
  protected void doStop() throws InterruptedException {
    clock.execute(this::send);
    clock.shutdown();
    if (!clock.awaitTermination(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("the last metrics were not sent to StatsD");
    }
  }

  private void send() {
    try {
      if (address instanceof StatsDAddress.Udp udp) {
        send(udp);
      } else {
        send((StatsDAddress.Unix) address);
      }
      broken = false;
    } catch (IOException | RuntimeException e) {
      // Once is enough until it works again.
      if (!broken) {
        broken = true;
        LOG.warn("metrics cannot be sent to {} (statsd_host): {}", address, e.getMessage());
      }
    }
  }

  private void send(StatsDAddress.Udp udp) throws IOException {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Looked up anew: Java remembers it for as long as is right.
      InetSocketAddress now = new InetSocketAddress(udp.host(), udp.port());
      if (now.isUnresolved()) {
        throw new UnknownHostException("no such host");
      }
      for (byte[] datagram : datagrams()) {
        socket.send(new DatagramPacket(datagram, datagram.length, now));
      }
    }
  }

  private void send(StatsDAddress.Unix unix) throws IOException {
    try (UnixDatagrams socket = UnixDatagrams.to(unix.path())) {
      for (byte[] datagram : datagrams()) {
        socket.send(datagram, INTERVAL);
      }
    }
  }

  private List<byte[]> datagrams() {
    List<String> datagrams = new ArrayList<>(report.counters());
    datagrams.addAll(report.durations(durations.take()));
    datagrams.add(report.gauge("gunicorn.workers", workers()));
    if (tellsBacklog) {
      datagrams.add(
          report.histogram("gunicorn.backlog", backlog.requests() + backlog.connections()));
    }
    return datagrams.stream().map(text -> text.getBytes(StandardCharsets.US_ASCII)).toList();
  }

  /** gunicorn's are processes; here it is the permits, in the same measure. */
  private long workers() {
    return state.permits().map(permits -> permits.permits() / permitsOfAWorker).orElse(1);
  }
}
