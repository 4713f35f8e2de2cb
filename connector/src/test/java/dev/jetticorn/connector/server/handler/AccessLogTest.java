package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {
  @TempDir private Path directory;

  @Test
  void isOffUnlessASettingTurnsItOn() {
    assertThat(AccessLog.open(SettingsLoader.from(Map.of()))).isEmpty();
  }

  @Test
  void writesGunicornsLine() throws Exception {
    try (var log = new Logged(Map.of());
        var client = log.server.http1()) {
      client.get("/a?b=c", "Referer: http://from/here", "User-Agent: test/1");

      assertThat(log.next())
          .matches(
              "127\\.0\\.0\\.1 - - \\[\\d\\d/[A-Z][a-z][a-z]/\\d{4}:\\d\\d:\\d\\d:\\d\\d"
                  + " [+-]\\d{4}\\] \"GET /a\\?b=c HTTP/1\\.1\" 200 5 \"http://from/here\""
                  + " \"test/1\"");
    }
  }

  @Test
  void writesADashForWhatIsMissing() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(l)s %(u)s %(f)s %(a)s %(b)s"));
        var client = log.server.http1()) {
      client.get("/empty");

      assertThat(log.next()).isEqualTo("- - - - -");
    }
  }

  @Test
  void knowsEveryAtom() throws Exception {
    String format =
        "%(h)s|%(m)s|%(U)s|%(q)s|%(H)s|%(s)s|%(B)s|%(b)s|%(f)s|%(a)s|%(p)s|%({x-in}i)s|"
            + "%({Set-Cookie}o)s|%({color}e)s|%({none}i)s|%({none}o)s|%({none}e)s|100%%";
    try (var log = new Logged(Map.of("access_log_format", format));
        var client = log.server.http1()) {
      client.get("/a%20b?c=d", "X-In: 1", "X-In: 2");

      assertThat(log.next())
          .isEqualTo(
              "127.0.0.1|GET|/a%20b|c=d|HTTP/1.1|200|5|5|-|-|<"
                  + ProcessHandle.current().pid()
                  + ">|1, 2|a=1, b=2|blue|-|-|-|100%");
    }
  }

  @Test
  void measuresTheTime() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(T)s %(M)s %(D)s %(L)s"));
        var client = log.server.http1()) {
      client.get("/");

      String[] times = log.next().split(" ", -1);
      assertThat(times).hasSize(4);
      assertThat(Long.parseLong(times[0])).isBetween(0L, 10L);
      assertThat(Long.parseLong(times[1])).isBetween(0L, 10_000L);
      assertThat(Long.parseLong(times[2])).isBetween(1L, 10_000_000L);
      assertThat(times[3]).matches("\\d\\.\\d{6}");
    }
  }

  @Test
  void measuresInSecondsMillisecondsAndMicroseconds() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(T)s %(M)s %(D)s %(L)s"));
        var client = log.server.http1()) {
      client.get("/slow");

      String[] times = log.next().split(" ", -1);
      assertThat(Long.parseLong(times[0])).isBetween(1L, 20L);
      assertThat(Long.parseLong(times[1])).isBetween(1_100L, 20_000L);
      assertThat(Long.parseLong(times[2])).isBetween(1_100_000L, 20_000_000L);
      assertThat(Double.parseDouble(times[3])).isBetween(1.1, 20.0);
    }
  }

  @Test
  void namesWhoWasAuthenticatedRatherThanWhoTheClientSaysItIs() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(u)s"));
        var client = log.server.http1()) {
      client.get("/authenticated", "Authorization: Basic YWRhOnNlY3JldA==");

      assertThat(log.next()).isEqualTo("grace");
    }
  }

  @Test
  void namesTheUserOfBasicAuthentication() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(u)s"));
        var client = log.server.http1()) {
      client.get("/", "Authorization: Basic YWRhOnNlY3JldA==");
      assertThat(log.next()).isEqualTo("ada");

      client.get("/", "Authorization: Basic !!!");
      assertThat(log.next()).isEqualTo("-");
    }
  }

  @Test
  void writesHttp2Requests() throws Exception {
    try (var log = new Logged(Map.of());
        var client = log.server.http2()) {
      client.get("/a?b=c", "user-agent: test/2");

      assertThat(log.next()).endsWith("\"GET /a?b=c HTTP/2.0\" 200 5 \"-\" \"test/2\"");
    }
  }

  @Test
  void letsNoClientForgeALineOrCloseAQuote() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "\"%(a)s\" \"%(u)s\" \"%(r)s\""));
        var client = log.server.http1()) {
      // The user is "x", a line end, "forged", an escape and a colon.
      client.get(
          "/\"", "User-Agent: a\" \\ \u00e9\u009b\tz", "Authorization: Basic eApmb3JnZWQbOg==");

      assertThat(log.next())
          .isEqualTo(
              "\"a\\\" \\\\ \\xe9\\x9b\\x09z\" \"x\\x0aforged\\x1b\" \"GET /\\\" HTTP/1.1\"");
    }
  }

  @Test
  void printsAnAddressOfIpv6AsGunicornDoes() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(h)s"), "::1");
        var client = Http1.connect("::1", log.server.port())) {
      client.get("/");

      assertThat(log.next()).isEqualTo("::1");
    }
  }

  @Test
  void writesAnObjectOfJson() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "json"));
        var client = log.server.http1()) {
      client.get("/a%20b?c=d", "User-Agent: a\" \\ \u00e9\u009b\tz", "Priority: u=1");

      assertThat(log.next())
          .matches(
              "\\{\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\","
                  + "\"remote_addr\":\"127\\.0\\.0\\.1\",\"method\":\"GET\",\"host\":\"localhost\","
                  + "\"path\":\"/a%20b\",\"query\":\"c=d\",\"http_version\":\"HTTP/1\\.1\","
                  + "\"protocol\":\"http/1\\.1\",\"status\":200,\"bytes\":5,"
                  + "\"duration\":\\d\\.\\d{6},"
                  + "\"user_agent\":\"a\\\\\" \\\\\\\\ \\\\u00e9\\\\u009b\\\\tz\","
                  + "\"urgency\":1,\"pid\":\\d+}");
    }
  }

  @Test
  void saysWhatHttp2IsMadeOf() throws Exception {
    String format = "%(protocol)s %(tls_version)s %(stream_id)s %(weight)s %(urgency)s";
    try (var log = new Logged(Map.of("access_log_format", format));
        var http1 = log.server.http1();
        var http2 = log.server.http2()) {
      http1.get("/");
      assertThat(log.next()).isEqualTo("http/1.1 - - - 3");

      http2.get("/", "priority: u=5, i");
      assertThat(log.next()).isEqualTo("h2c - 1 - 5");
    }
  }

  @Test
  void countsNoBodyForHead() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(r)s %(s)s %(B)s %(b)s"));
        var client = log.server.http1()) {
      client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(log.next()).isEqualTo("HEAD / HTTP/1.1 200 0 -");
    }
  }

  @Test
  void countsNoBodyForWhatHasNotChanged() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(s)s %(B)s %(b)s"));
        var client = log.server.http1()) {
      client.send("GET /unchanged HTTP/1.1\r\nHost: a\r\n\r\n");

      assertThat(log.next()).isEqualTo("304 0 -");
    }
  }

  @Test
  void writesErrors() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(r)s %(s)s %(B)s"));
        var client = log.server.http1()) {
      Answer failed = client.get("/throws");
      assertThat(failed.status()).isEqualTo(500);
      assertThat(log.next()).isEqualTo("GET /throws HTTP/1.1 500 " + failed.body().length());

      Answer missing = client.get("/nobody");
      assertThat(missing.status()).isEqualTo(404);
      assertThat(log.next()).isEqualTo("GET /nobody HTTP/1.1 404 " + missing.body().length());
    }
  }

  @Test
  void writesRequestsThatCannotBeParsed() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(r)s %(s)s %(B)s"));
        var client = log.server.http1()) {
      client.send("GET /a HTTP/1.1\r\nHost: a\r\nbad field\r\n\r\n");

      Answer refused = client.read();
      assertThat(refused.status()).isEqualTo(400);
      assertThat(log.next()).isEqualTo("GET /a HTTP/1.1 400 " + refused.body().length());
    }
  }

  @Test
  void writesRequestsWhoseClientWentAway() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%(r)s %(s)s"));
        var client = log.server.http2()) {
      Http2.Exchange exchange = client.start("/endless");
      assertThat(exchange.status()).isEqualTo(200);
      exchange.cancel();

      assertThat(log.next()).isEqualTo("GET /endless HTTP/2.0 200");
    }
  }

  @Test
  void appendsWholeLinesFromManyThreads() throws Exception {
    Path file = directory.resolve("access.log");
    Files.writeString(file, "before\n");
    try (var log = new Logged(Map.of("access_log_format", "%(U)s %({x-long}i)s"));
        var client = log.server.http2()) {
      String filler = "x".repeat(3_000);
      List<Http2.Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        exchanges.add(client.start("/" + i, "x-long: " + filler));
      }
      for (Http2.Exchange exchange : exchanges) {
        exchange.answer();
      }

      List<String> lines = log.await(501);
      assertThat(lines).hasSize(501).startsWith("before");
      assertThat(lines.subList(1, 501)).allMatch(line -> line.endsWith(" " + filler));
    }
  }

  @Test
  void answersAlthoughALineCannotBeMade() throws Exception {
    try (var log = new Logged(Map.of("access_log_format", "%({unprintable}e)s"));
        var client = log.server.http1()) {
      assertThat(client.get("/unprintable").body()).isEqualTo("hello");
      assertThat(client.get("/").body()).isEqualTo("hello");

      assertThat(log.next()).isEqualTo("-");
    }
  }

  @Test
  void refusesAnUnknownAtom() {
    Settings settings =
        SettingsLoader.from(Map.of("accesslog", "-", "access_log_format", "%(h)s %(z)s %({a}x)s"));

    assertThatThrownBy(() -> AccessLog.open(settings))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            problem -> {
              assertThat(problem.objection().setting()).isEqualTo(LogSettings.ACCESS_LOG_FORMAT);
              assertThat(problem.objection().pointAt()).isEqualTo("%(z)s");
              assertThat(problem).hasMessage("unknown atom `%(z)s` in `access_log_format`");
            });
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    Settings missing = accessLogAt(directory.resolve("none/access.log"));
    Settings isDirectory = accessLogAt(directory);

    assertThatThrownBy(() -> AccessLog.open(missing))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            problem -> {
              assertThat(problem.objection().setting()).isEqualTo(LogSettings.ACCESSLOG);
              assertThat(problem.objection().label())
                  .isEqualTo("there is no directory " + directory.resolve("none"));
            });
    assertThatThrownBy(() -> AccessLog.open(isDirectory))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            problem -> assertThat(problem.objection().label()).isEqualTo("it is a directory"));
  }

  private static Settings accessLogAt(Path file) {
    return SettingsLoader.from(Map.of("accesslog", file.toString()));
  }

  /** A server whose access log the test reads. */
  private final class Logged implements AutoCloseable {
    private final Path file = directory.resolve("access.log");
    private final HandlerServer server;
    private int read;

    Logged(Map<String, String> more) throws Exception {
      this(more, "127.0.0.1");
    }

    Logged(Map<String, String> more, String host) throws Exception {
      Map<String, String> values = new java.util.HashMap<>(more);
      values.put("accesslog", file.toString());
      RequestLog log = AccessLog.open(SettingsLoader.from(values)).orElseThrow();
      server =
          HandlerServer.start(
              new Application(),
              (jetty, connector) -> {
                jetty.setRequestLog(log);
                connector.setHost(host);
              });
    }

    /** The client may have its answer before the line is written. */
    List<String> await(int lines) throws IOException {
      long end = System.nanoTime() + HandlerServer.DEADLINE.toNanos();
      while (System.nanoTime() < end) {
        List<String> written = Files.readAllLines(file, StandardCharsets.US_ASCII);
        if (written.size() >= lines) {
          return written;
        }
        LockSupport.parkNanos(1_000_000);
      }
      throw new AssertionError("there are not " + lines + " lines");
    }

    String next() throws IOException {
      read++;
      return await(read).get(read - 1);
    }

    @Override
    public void close() {
      server.close();
    }
  }

  private static final class Application extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      request.setAttribute("color", "blue");
      response.getHeaders().add(HttpHeader.SET_COOKIE, "a=1");
      response.getHeaders().add(HttpHeader.SET_COOKIE, "b=2");
      switch (Request.getPathInContext(request)) {
        case "/throws" -> throw new QuietException.RuntimeException("on purpose");
        case "/nobody" -> {
          return false;
        }
        case "/empty" -> callback.succeeded();
        case "/slow" ->
            request
                .getComponents()
                .getScheduler()
                .schedule(
                    () -> Content.Sink.write(response, true, "hello", callback),
                    1_100,
                    TimeUnit.MILLISECONDS);
        case "/unchanged" -> {
          response.setStatus(304);
          Content.Sink.write(response, true, "hello", callback);
        }
        case "/authenticated" -> {
          Request.setAuthenticationState(request, new Authenticated());
          Content.Sink.write(response, true, "hello", callback);
        }
        case "/endless" -> writeOn(response, callback);
        case "/unprintable" -> {
          request.setAttribute("unprintable", new Unprintable());
          Content.Sink.write(response, true, "hello", callback);
        }
        default -> Content.Sink.write(response, true, "hello", callback);
      }
      return true;
    }

    private static void writeOn(Response response, Callback callback) {
      Consumer<Throwable> failed = callback::failed;
      Content.Sink.write(
          response, false, "and on ", Callback.from(() -> writeOn(response, callback), failed));
    }
  }

  private static final class Authenticated implements Request.AuthenticationState {
    @Override
    public Principal getUserPrincipal() {
      return () -> "grace";
    }
  }

  private static final class Unprintable {
    @Override
    public String toString() {
      throw new QuietException.RuntimeException("on purpose");
    }
  }
}
