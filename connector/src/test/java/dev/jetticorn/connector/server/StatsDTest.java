package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.metrics.StatsD;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.testing.CapturedLog;
import dev.jetticorn.connector.testing.UnixReceiver;
import dev.jetticorn.connector.testing.Waiting;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a StatsD server hears, with gunicorn's names and forms. */
@Timeout(60)
class StatsDTest {
  private final HeldServlet servlet = new HeldServlet();
  private final List<String> heard = new ArrayList<>();
  private DatagramSocket statsD;

  @TempDir private Path directory;

  @BeforeEach
  void listen() throws IOException {
    statsD = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    statsD.setSoTimeout(20_000);
  }

  @AfterEach
  void close() {
    statsD.close();
  }

  @Test
  void hearsOfRequestsTheirStatusAndTheirDuration() throws Exception {
    try (var server = start(Map.of());
        var client = client(server)) {
      client.get("/?status=404");

      hear("gunicorn.request.status.404:1|c|@1.0");
      hear("gunicorn.requests:1|c|@1.0");
      hear("gunicorn.request.duration:[0-9]+\\.[0-9]{3}\\|ms");
    }
  }

  @Test
  void hearsOfTheRequestsThatEndWhileTheServerStops() throws Exception {
    try (var server = start(Map.of());
        var client = client(server)) {
      client.send("GET /?hold HTTP/1.1\r\nHost: a\r\n\r\n");
      servlet.entered.acquire();
      servlet.leave.release();
    }

    hear("gunicorn.requests:1|c|@1.0");
  }

  @Test
  void hearsOfWorkers() throws Exception {
    try (var server = start(Map.of("workers", "3", "threads", "5"))) {
      assertThat(server.isServing()).isTrue();

      hear("gunicorn.workers:3|g");
    }
  }

  @Test
  void hearsOfWorkersInTheMeasureOfAReload() throws Exception {
    try (var server = start(Map.of("workers", "3", "threads", "5"))) {
      server.reload(settings(Map.of("workers", "2", "threads", "10")));

      hear("gunicorn.workers:2|g");
    }
  }

  @Test
  void hearsNothingOfTheBacklogUnlessAskedTo() throws Exception {
    try (var server = start(Map.of())) {
      assertThat(server.isServing()).isTrue();

      hear("gunicorn.workers:1|g");
      hear("gunicorn.workers:1|g");

      assertThat(heard).noneMatch(line -> line.contains("backlog"));
    }
  }

  @Test
  void hearsOfRequestsThatWait() throws Exception {
    try (var server = start(Map.of("threads", "1", "enable_backlog_metric", "true"));
        var first = client(server);
        var second = client(server)) {
      first.send("GET /?hold HTTP/1.1\r\nHost: a\r\n\r\n");
      servlet.entered.acquire();
      second.send("GET /?hold HTTP/1.1\r\nHost: a\r\n\r\n");

      hear("gunicorn.backlog:1|h");
      servlet.leave.release(2);
    }
  }

  @Test
  void hearsThePrefixAndTheTags() throws Exception {
    try (var server =
            start(Map.of("statsd_prefix", "shop.eu.", "dogstatsd_tags", "env:test,blue"));
        var client = client(server)) {
      client.get("/");

      hear("shop.eu.gunicorn.requests:1|c|@1.0|#env:test,blue");
      hear("shop.eu.gunicorn.request.duration:[0-9.]+\\|ms\\|#env:test,blue");
      hear("shop.eu.gunicorn.workers:1|g|#env:test,blue");
    }
  }

  @Test
  void hearsOfTheEntriesOfTheErrorLog() throws Exception {
    AtomicLong warnings = new AtomicLong(3);
    try (var server = assemble(Map.of())) {
      server.countLogEntries(Map.of("warning", warnings::get, "error", () -> 0L), () -> 0L);
      server.start();

      hear("gunicorn.log.warning:3|c|@1.0");
      warnings.set(5);
      hear("gunicorn.log.warning:2|c|@1.0");
      assertThat(heard).noneMatch(line -> line.contains("gunicorn.log.error"));
    }
  }

  @Test
  void hearsAtAUnixSocketWhatItHearsByUdp() throws Exception {
    Path path = directory.resolve("statsd.sock");
    try (UnixReceiver receiver = UnixReceiver.at(path);
        var server = start(Map.of("statsd_host", "unix://" + path));
        var client = client(server)) {
      client.get("/");

      String said = receiver.next();
      while (!said.contains("gunicorn.requests:1|c|@1.0")) {
        said = receiver.next();
      }
    }
  }

  @Test
  void isMissedOnceAndHeardAgain() throws Exception {
    Path path = directory.resolve("statsd.sock");
    try (var log = new CapturedLog(StatsD.class);
        var server = start(Map.of("statsd_host", "unix://" + path))) {
      assertThat(server.isServing()).isTrue();
      assertThat(Waiting.until(() -> !log.messages().isEmpty())).isTrue();

      try (UnixReceiver receiver = UnixReceiver.at(path)) {
        assertThat(receiver.next()).startsWith("gunicorn.");
        assertThat(log.messages())
            .singleElement()
            .asString()
            .startsWith("metrics cannot be sent to unix://" + path + " (statsd_host): ");
      }
    }
  }

  /** Waits for a line that is, or is matched by, this text. */
  private void hear(String wanted) throws IOException {
    byte[] buffer = new byte[65_535];
    // The server goes on to say something each second, so the socket's own deadline never comes.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (heard.stream().noneMatch(line -> line.equals(wanted) || line.matches(wanted))) {
      assertThat(System.nanoTime()).as("%s is not among %s", wanted, heard).isLessThan(end);
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      statsD.receive(packet);
      String text = new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII);
      heard.addAll(text.lines().toList());
    }
    heard.removeIf(line -> line.equals(wanted));
  }

  private ConnectorServer start(Map<String, String> more) {
    ConnectorServer server = assemble(more);
    server.start();
    return server;
  }

  private ConnectorServer assemble(Map<String, String> more) {
    return ConnectorServer.assemble(settings(more), WebApplication.servlets(Map.of("/*", servlet)));
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("bind", "127.0.0.1:0", "statsd_host", "127.0.0.1:" + statsD.getLocalPort()));
    settings.putAll(more);
    return SettingsLoader.from(settings);
  }

  private static Http1 client(ConnectorServer server) throws IOException {
    return Http1.connect(server.addresses().get(0).getPort());
  }

  private static final class HeldServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getParameter("status") != null) {
        response.setStatus(Integer.parseInt(request.getParameter("status")));
      }
      if (request.getParameter("hold") != null) {
        entered.release();
        leave.acquireUninterruptibly();
      }
    }
  }
}
