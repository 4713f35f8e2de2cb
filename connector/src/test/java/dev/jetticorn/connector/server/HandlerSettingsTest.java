package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.jetticorn.connector.server.handler.Answer;
import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings of the handlers, from their names to the wire. */
@Timeout(60)
class HandlerSettingsTest {
  @TempDir private Path directory;

  @Test
  void limitRequestLine() throws Exception {
    try (var server = start(Map.of("limit_request_line", "50"));
        var client = client(server)) {
      assertThat(client.get("/" + "x".repeat(36)).status()).isEqualTo(200);
      assertThat(client.get("/" + "x".repeat(37)).status()).isEqualTo(414);
    }
  }

  @Test
  void limitRequestFields() throws Exception {
    try (var server = start(Map.of("limit_request_fields", "3"));
        var client = client(server)) {
      assertThat(client.get("/", "a: 1", "b: 2").status()).isEqualTo(200);
      assertThat(client.get("/", "a: 1", "b: 2", "c: 3").status()).isEqualTo(431);
    }
  }

  @Test
  void limitRequestFieldSize() throws Exception {
    try (var server = start(Map.of("limit_request_field_size", "50"));
        var client = client(server)) {
      assertThat(client.get("/", "a: " + "x".repeat(47)).status()).isEqualTo(200);
      assertThat(client.get("/", "a: " + "x".repeat(48)).status()).isEqualTo(431);
    }
  }

  @Test
  void accessLog() throws Exception {
    Path file = directory.resolve("access.log");
    try (var server =
            start(Map.of("accesslog", file.toString(), "access_log_format", "%(m)s %(U)s %(s)s"));
        var client = client(server)) {
      client.get("/a");
      // Its line is written before the connection is read again.
      client.get("/b");
    }

    assertThat(Files.readAllLines(file)).startsWith("GET /a 200");
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 6", "2, auto, 2", "auto, 3, 3"})
  void workersTimesThreads(String workers, String threads, int permits) throws Exception {
    Busy busy = new Busy();
    try (var server = start(Map.of("workers", workers, "threads", threads), busy)) {
      List<Http1> clients = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        clients.add(client(server).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      assertThat(busy.entered.tryAcquire(permits, 20, TimeUnit.SECONDS)).isTrue();
      busy.leave.release(20);

      for (Http1 client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      assertThat(busy.most).hasValue(permits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void workerConnections(int listeners) throws Exception {
    String bind = "127.0.0.1:0" + ", 127.0.0.1:0".repeat(listeners - 1);
    Busy busy = new Busy();
    try (var server = start(Map.of("worker_connections", "5", "bind", bind), busy)) {
      List<Http1> clients = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        int port = server.addresses().get(i % listeners).getPort();
        clients.add(Http1.connect(port).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      assertThat(busy.entered.tryAcquire(5, 20, TimeUnit.SECONDS)).isTrue();

      busy.leave.release(10);

      for (Http1 client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      assertThat(busy.most.get()).isLessThanOrEqualTo(5);
    }
  }

  @Test
  void idleConnectionsMakeRoomForOthersAndBusyOnesDoNot() throws Exception {
    Busy busy = new Busy();
    var servlets = WebApplication.servlets(Map.of("/busy", busy, "/*", new Hello()));
    try (var server = start(Map.of("worker_connections", "3"), servlets);
        var inProgress = client(server);
        var kept = client(server);
        var silent = client(server)) {
      inProgress.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(busy.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      assertThat(kept.get("/").status()).isEqualTo(200);

      try (var more = client(server);
          var evenMore = client(server)) {
        assertThat(more.get("/").status()).isEqualTo(200);
        assertThat(silent.isEnded()).isTrue();
        assertThat(evenMore.get("/").status()).isEqualTo(200);
      }
      busy.leave.release();
      assertThat(inProgress.read().status()).isEqualTo(200);
    }
  }

  @Test
  void stopsAlthoughClientsWaitForAConnection() throws Exception {
    Busy busy = new Busy();
    var server = start(Map.of("worker_connections", "1", "graceful_timeout", "1"), busy);
    try (server;
        var connected = client(server);
        var waiting = client(server)) {
      connected.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(busy.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      waiting.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertTimeoutPreemptively(Duration.ofSeconds(10), server::close);
    } finally {
      busy.leave.release(2);
    }
  }

  @Test
  void syncAnswersOneRequestPerConnection() throws Exception {
    try (var server = start(Map.of("worker_class", "sync"));
        var client = client(server)) {
      Answer answer = client.get("/");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.field("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void keepaliveOfNothing() throws Exception {
    try (var server = start(Map.of("keepalive", "0"));
        var client = client(server)) {
      assertThat(client.get("/").field("Connection")).isEqualTo("close");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1", "HTTP/1.0"})
  void maxConnectionRequests(String version) throws Exception {
    String request = "GET / " + version + "\r\nHost: a\r\nConnection: keep-alive\r\n\r\n";
    try (var server = start(Map.of("max_connection_requests", "3"));
        var client = client(server)) {
      assertThat(client.send(request).read().field("Connection")).isNotEqualTo("close");
      assertThat(client.send(request).read().field("Connection")).isNotEqualTo("close");

      assertThat(client.send(request).read().field("Connection")).isNotEqualTo("keep-alive");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void maxConnectionAge() throws Exception {
    try (var server = start(Map.of("max_connection_age", "1"));
        var client = client(server)) {
      Answer answer = client.get("/");
      while (!answer.field("Connection").equals("close")) {
        answer = client.get("/");
      }

      assertThat(answer.status()).isEqualTo(200);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void otherWorkersKeepTheConnection() throws Exception {
    try (var server = start(Map.of("worker_class", "tornado"));
        var client = client(server)) {
      assertThat(client.get("/").field("Connection")).isEmpty();
      assertThat(client.get("/").status()).isEqualTo(200);
    }
  }

  private static ConnectorServer start(Map<String, String> settings) {
    return start(settings, new Hello());
  }

  private static ConnectorServer start(Map<String, String> settings, HttpServlet servlet) {
    return start(settings, WebApplication.servlets(Map.of("/*", servlet)));
  }

  private static ConnectorServer start(Map<String, String> settings, WebApplication application) {
    Map<String, String> values = new HashMap<>(Map.of("bind", "127.0.0.1:0"));
    values.putAll(settings);
    return ConnectorServer.start(SettingsLoader.from(values), application);
  }

  private static Http1 client(ConnectorServer server) throws IOException {
    return Http1.connect(server.addresses().get(0).getPort());
  }

  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print("hello");
    }
  }

  private static final class Busy extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      entered.release();
      leave.acquireUninterruptibly();
      inside.decrementAndGet();
    }
  }
}
