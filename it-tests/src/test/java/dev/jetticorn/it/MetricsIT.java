package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Prometheus, StatsD and probes are told. */
final class MetricsIT {
  /** A sample of the text format: a name, labels or none, a number. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{([a-z]+=\"([^\"\\\\\\n]|\\\\.)*\",?)+})? (?<value>-?[0-9.E+-]+|NaN|\\+Inf)");

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void prometheusReadsTheRequestsOfEachProtocol() throws Exception {
    try (RunningConnector server = connector().start()) {
      Tool.CURL.run("-ksS", "--http2", server.url("/request")).succeeded();
      Tool.CURL.run("-ksS", "--http1.1", server.url("/gone")).succeeded();
      Tool.CURL.run("-ksS", "--http1.1", server.url("/gone")).succeeded();

      awaitMetric(server, "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=\"200\"}", 1);
      awaitMetric(server, "jetticorn_requests_total{protocol=\"HTTP/1.1\",status=\"404\"}", 2);
      awaitMetric(
          server,
          "jetticorn_request_duration_seconds_bucket{protocol=\"HTTP/1.1\",le=\"+Inf\"}",
          2);
      // The one that asks is the fourth connection at least.
      assertThat(metric(server, "jetticorn_connections_accepted_total").orElse(0.0))
          .isGreaterThanOrEqualTo(4);
      assertThat(metric(server, "jetticorn_tls_handshakes_total{result=\"succeeded\"}").orElse(0.0))
          .isGreaterThanOrEqualTo(4);
    }
  }

  @Test
  void prometheusReadsWhatHappensOnHttp2() throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = connector().with("--threads", "1").start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/hints");
      client.response(1);
      client.get(3, "/trailers");
      client.response(3);
      awaitMetric(server, "jetticorn_early_hints_total", 1);
      awaitMetric(server, "jetticorn_trailers_total", 1);

      client.get(5, "/hold?until=" + release);
      server.program().awaitOut(1, line -> line.startsWith("holding"));
      client.get(7, "/request");
      awaitMetric(server, "jetticorn_permits_used", 1);
      awaitMetric(server, "jetticorn_permits_waiting", 1);
      assertThat(metric(server, "jetticorn_permits")).hasValue(1.0);

      client.send(new Frame(Frame.RST_STREAM, 0, 7, ByteBuffer.allocate(4).putInt(8).array()));
      awaitMetric(server, "jetticorn_permits_waiting", 0);
      awaitMetric(
          server, "jetticorn_http2_resets_total{direction=\"received\",error=\"CANCEL\"}", 1);

      Files.createFile(release);
      client.response(5);
      // A frame that is larger than announced ends the connection.
      client.send(Frame.data(9, 16_385, true));
      client.await(frame -> frame.type() == Frame.GOAWAY);
      awaitMetric(
          server,
          "jetticorn_http2_goaways_total{direction=\"sent\",error=\"FRAME_SIZE_ERROR\"}",
          1);
    }
  }

  @Test
  void prometheusUnderstandsThePage() throws Exception {
    try (RunningConnector server = connector().with("--enable-backlog-metric").start()) {
      Client.get(server.url("/request"));
      HttpResponse<String> response = Client.get(server.url("/metrics"));

      assertThat(response.headers().firstValue("Content-Type"))
          .hasValue("text/plain; version=0.0.4; charset=utf-8");
      assertThat(response.body())
          .contains("jvm_memory_used_bytes{area=\"heap\"}", "process_open_fds")
          .contains("jetticorn_backlog{of=\"connections\"}");
      String family = "";
      for (String line : response.body().lines().toList()) {
        if (line.startsWith("# HELP ")) {
          assertThat(line).matches("# HELP [a-z0-9_]+ .+");
          continue;
        }
        if (line.startsWith("# TYPE ")) {
          assertThat(line).matches("# TYPE [a-z0-9_]+ (counter|gauge|histogram|summary)");
          family = line.replaceFirst("# TYPE ([a-z0-9_]+) .*", "$1");
          continue;
        }
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group("name").replaceFirst("_(bucket|sum|count)$", ""))
            .isEqualTo(family.replaceFirst("_(bucket|sum|count)$", ""));
      }
    }
  }

  @Test
  void statsDHearsGunicornsNames() throws Exception {
    try (DatagramSocket statsD = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        RunningConnector server =
            connector().with("--statsd-host", "127.0.0.1:" + statsD.getLocalPort()).start()) {
      statsD.setSoTimeout(20_000);
      Tool.CURL.run("-ksS", server.url("/request")).succeeded();

      hear(statsD, "gunicorn\\.requests:1\\|c\\|@1\\.0");
      Tool.CURL.run("-ksS", server.url("/gone")).succeeded();
      hear(statsD, "gunicorn\\.request\\.status\\.404:1\\|c\\|@1\\.0");
      Tool.CURL.run("-ksS", server.url("/request")).succeeded();
      hear(statsD, "gunicorn\\.request\\.duration:[0-9.]+\\|ms");
      hear(statsD, "gunicorn\\.workers:1\\|g");
      // Self-signed certificates are warned of.
      assertThat(metric(server, "jetticorn_log_entries_total{level=\"warning\"}").orElse(0.0))
          .isGreaterThanOrEqualTo(1);
    }
  }

  @Test
  void aHostThatIsNotThereIsSaidOnceAndHarmsNothing() throws Exception {
    try (RunningConnector server = connector().with("--statsd-host", "statsd.invalid").start()) {
      server.program().awaitErr(line -> line.contains("statsd.invalid:8125 (statsd_host)"));

      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      assertThat(server.stop().status()).isZero();
      assertThat(server.log().lines().filter(line -> line.contains("statsd_host"))).hasSize(1);
    }
  }

  @Test
  void probesAreAnsweredAlthoughAllPermitsAreTaken() throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = connector().with("--threads", "1").start();
        Program curl =
            Tool.CURL.start(directory, Map.of(), "-ksS", server.url("/hold?until=" + release))) {
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      for (String version : List.of("--http2", "--http1.1")) {
        assertThat(probe(server, version, "/healthz/live")).isEqualTo("live\n200");
        assertThat(probe(server, version, "/healthz/ready")).isEqualTo("ready\n200");
      }
      Files.createFile(release);
      curl.finish().succeeded();
    }
  }

  @Test
  void probesHearThatTheServerStops() throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = connector().start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/healthz/ready");
      assertThat(client.response(1).status()).isEqualTo(200);
      client.get(3, "/hold?until=" + release);
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      server.program().terminate();
      client.await(frame -> frame.type() == Frame.GOAWAY);
      client.get(5, "/healthz/ready");
      FrameClient.Response ready = client.response(5);
      client.get(7, "/healthz/live");
      FrameClient.Response live = client.response(7);

      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.body()).isEqualTo("stopping\n");
      assertThat(live.status()).isEqualTo(200);
      Files.createFile(release);
      assertThat(server.program().finish().status()).isZero();
    }
  }

  private static String probe(RunningConnector server, String version, String path)
      throws InterruptedException {
    return Tool.CURL
        .run("-ksS", version, "-w", "%{http_code}", server.url(path))
        .succeeded()
        .out()
        .strip();
  }

  /** Counts are there a moment after the client has its answer. */
  private static void awaitMetric(RunningConnector server, String sample, double value) {
    assertThat(
            Waiting.until(() -> metric(server, sample).filter(found -> found == value).isPresent()))
        .as("%s %s", sample, value)
        .isTrue();
  }

  private static Optional<Double> metric(RunningConnector server, String sample) {
    try {
      return Client.get(server.url("/metrics"))
          .body()
          .lines()
          .filter(line -> line.startsWith(sample + " "))
          .map(line -> Double.valueOf(line.substring(sample.length() + 1)))
          .findFirst();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void hear(DatagramSocket statsD, String wanted) throws IOException {
    byte[] buffer = new byte[65_535];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      statsD.receive(packet);
      String heard = new String(buffer, 0, packet.getLength(), StandardCharsets.US_ASCII);
      if (heard.lines().anyMatch(line -> line.matches(wanted))) {
        return;
      }
    }
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .with("--metrics-path", "/metrics", "--health-path", "/healthz");
  }
}
