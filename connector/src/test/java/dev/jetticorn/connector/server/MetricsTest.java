package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Waiting;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each number of {@code metrics_path}, and that it goes up and down. */
@Timeout(60)
class MetricsTest {
  private final Hold hold = new Hold();

  @TempDir private Path directory;

  @AfterEach
  void letGo() {
    hold.leave.release(10);
  }

  @Test
  void countRequestsByProtocolAndStatus() throws Exception {
    try (var server = start(Map.of());
        var http1 = Http1.connect(port(server));
        var http2 = FrameClient.connect(port(server))) {
      assertThat(http1.get("/").status()).isEqualTo(200);
      assertThat(http1.get("/?status=404").status()).isEqualTo(404);
      http2.send(Frame.get(1, "/"));
      http2.exchange(1);

      await(server, "jetticorn_requests_total{protocol=\"HTTP/1.1\",status=\"200\"}", 1);
      await(server, "jetticorn_requests_total{protocol=\"HTTP/1.1\",status=\"404\"}", 1);
      await(server, "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=\"200\"}", 1);
    }
  }

  /** On HTTP/2 alone: there a server hears of it before it answers. */
  @Test
  void count499ForClientsThatWentAwayBeforeTheirResponseBegan() throws Exception {
    String unsent = "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=\"499\"}";
    Path lines = directory.resolve("access.log");
    Map<String, String> logged =
        Map.of("accesslog", lines.toString(), "access_log_format", "%(U)s %(s)s %(B)s");
    try (var server = start(logged)) {
      try (var client = FrameClient.connect(port(server));
          var leaving = FrameClient.connect(port(server))) {
        client.send(Frame.get(1, "/hold"));
        leaving.send(Frame.get(1, "/hold"));
        hold.awaitRequest();
        hold.awaitRequest();
        client.send(reset(1, 8), Frame.post(3, "/hold/read"));
        hold.awaitRequest();
        client.send(reset(3, 8));
        await(server, unsent, 1);

        // Its response has begun: the client saw its status.
        client.send(Frame.get(5, "/hold/begin"));
        client.next(Frame.HEADERS);
        hold.awaitRequest();
        client.send(reset(5, 8));
        await(server, resets("received", "CANCEL"), 3);
      }
      await(server, "jetticorn_http2_connections", 0);
      hold.leave.release(3);

      await(server, unsent, 3);
      await(server, "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=\"200\"}", 1);
      assertThat(metric(server, "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=\"500\"}"))
          .isEmpty();
    }
    assertThat(lines)
        .content()
        .satisfies(
            text ->
                assertThat(text.lines())
                    .containsExactlyInAnyOrder(
                        "/hold/read 499 0", "/hold 499 0", "/hold 499 0", "/hold/begin 200 5"));
  }

  /** Some are reset before they are handled, some in the middle of it, and some after. */
  @Test
  void count499ForRequestsThatAreResetAtOnce() throws Exception {
    int requests = 100;
    try (var server = start(Map.of());
        var client = FrameClient.connect(port(server))) {
      for (int i = 0; i < requests; i++) {
        int stream = 2 * i + 1;
        client.send(Frame.get(stream, "/"), reset(stream, 8), Frame.ping(i));
        client.next(Frame.PING);
      }

      String counted = "jetticorn_requests_total{protocol=\"HTTP/2.0\",status=";
      assertThat(
              Waiting.until(
                  () ->
                      metric(server, counted + "\"200\"}").orElse(0)
                              + metric(server, counted + "\"499\"}").orElse(0)
                          == requests))
          .as(page(server))
          .isTrue();
      assertThat(metric(server, counted + "\"500\"}")).isEmpty();
    }
  }

  @Test
  void measureHowLongRequestsTake() throws Exception {
    String seconds = "jetticorn_request_duration_seconds";
    try (var server = start(Map.of());
        var client = Http1.connect(port(server))) {
      long began = System.nanoTime();
      client.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      hold.awaitRequest();
      // So long that it does not belong into the first bucket.
      assertThat(Waiting.until(() -> System.nanoTime() - began > 5_000_000)).isTrue();
      hold.leave.release();
      client.read();

      await(server, seconds + "_bucket{protocol=\"HTTP/1.1\",le=\"+Inf\"}", 1);
      assertThat(metric(server, seconds + "_bucket{protocol=\"HTTP/1.1\",le=\"0.001\"}"))
          .hasValue(0);
      assertThat(metric(server, seconds + "_count{protocol=\"HTTP/1.1\"}")).hasValue(1);
      assertThat(metric(server, seconds + "_sum{protocol=\"HTTP/1.1\"}").orElseThrow())
          .isGreaterThan(0.001);
    }
  }

  @Test
  void showPermitsAndWhatWaitsForThem() throws Exception {
    try (var server = start(Map.of("threads", "1", "enable_backlog_metric", "true"));
        var running = Http1.connect(port(server));
        var waiting = Http1.connect(port(server))) {
      await(server, "jetticorn_permits", 1);
      await(server, "jetticorn_permits_used", 0);
      // The one that asks.
      await(server, "jetticorn_requests_in_progress", 1);

      running.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n");
      hold.awaitRequest();
      waiting.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      await(server, "jetticorn_permits_waiting", 1);
      await(server, "jetticorn_permits_used", 1);
      await(server, "jetticorn_requests_in_progress", 3);
      await(server, "jetticorn_backlog{of=\"requests\"}", 1);
      assertThat(metric(server, "jetticorn_backlog{of=\"connections\"}")).isPresent();

      hold.leave.release();
      await(server, "jetticorn_permits_waiting", 0);
      await(server, "jetticorn_permits_used", 0);
      await(server, "jetticorn_requests_in_progress", 1);
    }
  }

  @Test
  void showNoPermitsAndNoBacklogUnlessASettingMakesThem() throws Exception {
    try (var server = start(Map.of())) {
      assertThat(page(server))
          .contains("jetticorn_connections ")
          .doesNotContain("jetticorn_permits", "jetticorn_backlog");
    }
  }

  @Test
  void countConnectionsAndHandshakes() throws Exception {
    Map<String, String> tls =
        Map.of("bind", "http://127.0.0.1:0, https://127.0.0.1:0", "certfile", "self-signed");
    try (var server = start(tls);
        var idle = Http1.connect(port(server))) {
      int https = server.addresses().get(1).getPort();
      assertThat(idle.get("/").status()).isEqualTo(200);
      await(server, "jetticorn_connections", 2);
      assertThat(metric(server, "jetticorn_connections_accepted_total").orElseThrow())
          .isGreaterThanOrEqualTo(3);
      await(server, "jetticorn_tls_handshakes_total{result=\"succeeded\"}", 0);

      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), https)) {
        plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await(server, "jetticorn_tls_handshakes_total{result=\"failed\"}", 1);
      }
      try (SSLSocket client = trustingEveryone(https)) {
        client.startHandshake();
        await(server, "jetticorn_tls_handshakes_total{result=\"succeeded\"}", 1);
      }
      await(server, "jetticorn_tls_handshakes_total{result=\"failed\"}", 1);
    }
  }

  private static SSLSocket trustingEveryone(int port) throws Exception {
    X509TrustManager everyone =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {everyone}, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void countWhatHappensOnHttp2() throws Exception {
    try (var server = start(Map.of())) {
      try (var client = FrameClient.connect(port(server))) {
        client.send(Frame.get(1, "/hints"));
        client.exchange(1);
        client.send(Frame.get(3, "/trailers"));
        client.exchange(3);
        await(server, "jetticorn_early_hints_total", 2);
        await(server, "jetticorn_trailers_total", 1);
        await(server, "jetticorn_http2_connections", 1);
        await(server, "jetticorn_http2_streams", 0);

        client.send(Frame.get(5, "/hold"), Frame.get(7, "/hold"));
        hold.awaitRequest();
        hold.awaitRequest();
        await(server, "jetticorn_http2_streams", 2);
        client.send(reset(5, 8), reset(7, 99));
        await(server, resets("received", "CANCEL"), 1);
        await(server, resets("received", "unknown"), 1);
        await(server, resets("sent", "CANCEL"), 0);
        await(server, "jetticorn_http2_streams", 0);
        hold.leave.release(2);

        // A malformed request is refused, and a frame that is too large ends it all.
        client.send(Frame.get(9, "/", "te", "x"));
        await(server, resets("sent", "PROTOCOL_ERROR"), 1);
        client.send(new Frame(Frame.DATA, 0, 11, new byte[16_385]));
        await(server, goAways("sent", "FRAME_SIZE_ERROR"), 1);
        await(server, goAways("received", "FRAME_SIZE_ERROR"), 0);
      }
      await(server, "jetticorn_http2_connections", 0);
    }
  }

  private static Frame reset(int stream, int error) {
    return new Frame(Frame.RST_STREAM, 0, stream, ByteBuffer.allocate(4).putInt(error).array());
  }

  private static String resets(String direction, String error) {
    return "jetticorn_http2_resets_total{direction=\"" + direction + "\",error=\"" + error + "\"}";
  }

  private static String goAways(String direction, String error) {
    return "jetticorn_http2_goaways_total{direction=\"" + direction + "\",error=\"" + error + "\"}";
  }

  @Test
  void countTheEntriesOfTheErrorLog() throws Exception {
    try (var server = assemble(Map.of())) {
      server.countLogEntries(Map.of("warning", () -> 3L, "error", () -> 0L), () -> 0L);
      server.start();

      await(server, "jetticorn_log_entries_total{level=\"warning\"}", 3);
      await(server, "jetticorn_log_entries_total{level=\"error\"}", 0);
    }
  }

  @Test
  void showTheJavaVirtualMachine() throws Exception {
    try (var server = start(Map.of())) {
      List<String> families =
          page(server).lines().filter(line -> line.startsWith("# TYPE ")).toList();

      assertThat(families)
          .contains(
              "# TYPE jvm_buffer_pool_used_bytes gauge",
              "# TYPE jvm_classes_currently_loaded gauge",
              "# TYPE jvm_gc_collection_seconds summary",
              "# TYPE jvm_memory_used_bytes gauge",
              "# TYPE jvm_runtime_info gauge",
              "# TYPE jvm_threads_current gauge",
              "# TYPE process_cpu_seconds_total counter");
    }
  }

  /** The client may have its answer before it is counted. */
  private static void await(ConnectorServer server, String name, double value) {
    assertThat(Waiting.until(() -> metric(server, name).equals(OptionalDouble.of(value))))
        .as("%s is %s, not %s", name, metric(server, name), value)
        .isTrue();
  }

  private static OptionalDouble metric(ConnectorServer server, String name) {
    try {
      return page(server)
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(ConnectorServer server) throws IOException {
    try (var client = Http1.connect(port(server))) {
      return client.get("/metrics").body();
    }
  }

  private ConnectorServer start(Map<String, String> more) {
    ConnectorServer server = assemble(more);
    server.start();
    return server;
  }

  private ConnectorServer assemble(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("bind", "127.0.0.1:0", "metrics_path", "/metrics", "http2_cleartext", "both"));
    settings.putAll(more);
    return ConnectorServer.assemble(
        SettingsLoader.from(settings),
        WebApplication.servlets(Map.of("/*", new Answering(), "/hold/*", hold)));
  }

  private static int port(ConnectorServer server) {
    return server.addresses().get(0).getPort();
  }

  private static final class Answering extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getParameter("status") != null) {
        response.setStatus(Integer.parseInt(request.getParameter("status")));
      }
      if (request.getRequestURI().equals("/hints")) {
        response.addHeader("Link", "</a.css>; rel=preload");
        response.sendError(103);
        response.sendError(103);
      }
      if (request.getRequestURI().equals("/trailers")) {
        response.setTrailerFields(() -> Map.of("x-end", "here"));
      }
      response.getOutputStream().print("answer");
    }
  }

  private static final class Hold extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if ("/begin".equals(request.getPathInfo())) {
        response.getOutputStream().print("begun");
        response.flushBuffer();
      }
      entered.release();
      leave.acquireUninterruptibly();
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      entered.release();
      request.getInputStream().readAllBytes();
    }

    void awaitRequest() throws InterruptedException {
      assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
