package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths at which the server itself answers: {@code metrics_path} and {@code health_path}. */
@Timeout(60)
class OperatorPathsTest {
  private static final Map<String, String> BOTH =
      Map.of("metrics_path", "/metrics", "health_path", "/healthz");

  @TempDir private Path directory;

  private final HeldServlet servlet = new HeldServlet();

  @ParameterizedTest
  @CsvSource({"/healthz, ready", "/healthz/ready, ready", "/healthz/live, live"})
  void tellProbes(String path, String word) throws Exception {
    try (var server = start(BOTH);
        var client = client(server)) {
      Answer answer = client.get(path);

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(word + "\n");
      assertThat(answer.field("Cache-Control")).isEqualTo("no-store");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/healthz/", "/healthz/other", "/health", "/metrics/all", "/Metrics", "/"})
  void leaveAllOthersToTheApplication(String path) throws Exception {
    try (var server = start(BOTH);
        var client = client(server)) {
      assertThat(client.get(path).body()).isEqualTo("application");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz/live", "/metrics"})
  void belongToTheApplicationUnlessTheyAreSet(String path) throws Exception {
    try (var server = start(Map.of());
        var client = client(server)) {
      assertThat(client.get(path).body()).isEqualTo("application");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/metrics"})
  void areOnlyAskedByGetAndHead(String path) throws Exception {
    try (var server = start(BOTH);
        var client = client(server)) {
      Answer post =
          client.send("POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n").read();

      assertThat(post.status()).isEqualTo(405);
      assertThat(post.field("Allow")).isEqualTo("GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/metrics"})
  void answerAlthoughAllPermitsAreTaken(String path) throws Exception {
    try (var server = start(with("threads", "1"));
        var held = client(server);
        var waiting = client(server);
        var client = client(server)) {
      held.send("GET /?hold HTTP/1.1\r\nHost: a\r\n\r\n");
      servlet.entered.acquire();
      waiting.send("GET /?hold HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(client.get(path).status()).isEqualTo(200);
      servlet.leave.release(2);
    }
  }

  @Test
  void areNotSentToHttps() throws Exception {
    try (var server = start(with("redirect_https", "true"));
        var client = client(server)) {
      assertThat(client.get("/").status()).isEqualTo(308);
      assertThat(client.get("/healthz").status()).isEqualTo(200);
    }
  }

  @Test
  void areNeitherLoggedNorCounted() throws Exception {
    Path log = directory.resolve("access.log");
    Map<String, String> settings = new HashMap<>(BOTH);
    settings.put("accesslog", log.toString());
    settings.put("access_log_format", "%(U)s");
    try (var server = start(settings);
        var client = client(server)) {
      client.get("/healthz");
      client.get("/metrics");
      client.get("/page");
      String metrics = client.get("/metrics").body();

      assertThat(metrics)
          .contains("jetticorn_requests_total{protocol=\"HTTP/1.1\",status=\"200\"} 1.0\n")
          .contains("jetticorn_request_duration_seconds_count{protocol=\"HTTP/1.1\"} 1\n");
    }
    assertThat(Files.readString(log)).isEqualTo("/page\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'10.0.0.0/8', application",
    "None, application",
    "'10.0.0.0/8, 127.0.0.1', jetticorn",
    "*, jetticorn"
  })
  void showMetricsOnlyToThoseWhoMaySeeThem(String allowed, String found) throws Exception {
    try (var server = start(with("metrics_allow_ips", allowed));
        var client = client(server)) {
      assertThat(client.get("/metrics").body()).contains(found);
    }
  }

  @Test
  void takeTheClientForWhomTheProxySays() throws Exception {
    try (var server = start(with("forwarder_headers", "X-Forwarded-For"));
        var client = client(server)) {
      assertThat(client.get("/metrics", "X-Forwarded-For: 203.0.113.7").body())
          .isEqualTo("application");
    }
  }

  private static Map<String, String> with(String name, String value) {
    Map<String, String> settings = new HashMap<>(BOTH);
    settings.put(name, value);
    return settings;
  }

  private ConnectorServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(Map.of("bind", "127.0.0.1:0"));
    settings.putAll(more);
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", servlet)));
  }

  private static Http1 client(ConnectorServer server) throws IOException {
    return Http1.connect(server.addresses().get(0).getPort());
  }

  private static final class HeldServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final Semaphore entered = new Semaphore(0);
    private final Semaphore leave = new Semaphore(0);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getParameter("hold") != null) {
        entered.release();
        leave.acquireUninterruptibly();
      }
      response.getWriter().print("application");
    }
  }
}
