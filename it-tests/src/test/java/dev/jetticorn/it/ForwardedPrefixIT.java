package dev.jetticorn.it;

import static dev.jetticorn.it.harness.Proxy.curl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications whose clients find them below a prefix, which a proxy takes off. */
final class ForwardedPrefixIT {
  private static final String PROXY = "127.0.0.2";

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    application().in(directory, "plain.war");
    application().with("wrapping").in(directory, "wrapped.war");
  }

  private static WarFile application() {
    return WarFile.of("everything").text("dir/welcome.html", "a directory");
  }

  /** Two applications behind nginx, one of which wraps requests and responses. */
  @ParameterizedTest
  @ValueSource(strings = {"plain.war", "wrapped.war"})
  void nginxTakesThePrefixOffAndTheApplicationsDoNotNotice(String war) throws Exception {
    try (RunningConnector server =
        start("--war", "/shop=" + war, "--war", "/=" + war, "--access-logfile", "-")) {
      int port = Ports.free();
      try (Program nginx = nginx(port, server.port())) {
        for (String path : List.of("/app", "/app/shop")) {
          String url = "http://127.0.0.1:" + port + path;

          assertThat(curl(url + "/").out()).contains("<title>welcome</title>");
          assertThat(curl(url + "/page.jsp").out()).contains("six times seven is 42");
          assertThat(curl(url + "/dir/").out()).contains("a directory");
          assertThat(curl("--location", url + "/dir").out()).contains("a directory");
          assertThat(curl("--include", url + "/dir").out())
              .contains("\nLocation: " + path + "/dir/\n");
          assertThat(curl(url + "/none").out())
              .contains("error page of the application, for " + path + "/none");
          assertThat(curl("--include", url + "/members/described").out())
              .startsWith("HTTP/1.1 401 ");
          assertThat(curl("--path-as-is", "--include", url + "/members/../nobody/described").out())
              .startsWith("HTTP/1.1 403 ");
          assertThat(curl("--include", url + "/session").out())
              .containsPattern("\nSet-Cookie: JSESSIONID=[^;]+; Path=" + path + "; HttpOnly\n");
          String jar = directory.resolve("cookies" + path.length()).toString();
          assertThat(curl("-c", jar, "-b", jar, url + "/session").out()).contains("visit 1");
          assertThat(curl("-c", jar, "-b", jar, url + "/session").out()).contains("visit 2");
          assertThat(Client.say("ws://127.0.0.1:" + port + path + "/socket/x"))
              .isEqualTo("x heard: hi");
        }
        assertThat(curl("--include", "http://127.0.0.1:" + port + "/app/shop").out())
            .startsWith("HTTP/1.1 301 ")
            .contains("\nLocation: /app/shop/\n");
        assertThat(server.program().awaitOut(1, line -> line.contains("/shop/page.jsp")).get(0))
            .contains("\"GET /shop/page.jsp HTTP/1.1\" 200");
        assertThat(nginx.isRunning()).isTrue();
      }
    }
  }

  /** What a client says itself is replaced by nginx, and not believed of others. */
  @Test
  void aClientCannotChooseIt() throws Exception {
    try (RunningConnector server = start("--war", "wrapped.war")) {
      int port = Ports.free();
      String forged = "X-Forwarded-Prefix: /evil";
      try (Program nginx = nginx(port, server.port())) {
        assertThat(curl("-i", "-H", forged, "http://127.0.0.1:" + port + "/app/session").out())
            .contains("\nX-Wrapped: /app\n");
        String direct = "http://127.0.0.1:" + server.port() + "/session";
        assertThat(curl("-i", "-H", forged, "--interface", "127.0.0.9", direct).out())
            .contains("\nX-Wrapped: \n", "; Path=/; HttpOnly\n");
        assertThat(curl("-i", "-H", forged + "/", "--interface", PROXY, direct).out())
            .contains("\nX-Wrapped: /evil\n", "; Path=/evil; HttpOnly\n");
        assertThat(curl("-i", "-H", forged + "/..", "--interface", PROXY, direct).out())
            .startsWith("HTTP/1.1 400 ");
        assertThat(nginx.isRunning()).isTrue();
      }
    }
  }

  @Test
  void haproxyTakesThePrefixOffByHttp2() throws Exception {
    try (RunningConnector server =
        start("--war", "/shop=plain.war", "--http2-cleartext", "prior-knowledge")) {
      int port = Ports.free();
      try (Program haproxy = haproxy(port, server.port())) {
        String url = "http://127.0.0.1:" + port + "/app/shop";

        assertThat(curl("--location", url).out()).contains("<title>welcome</title>");
        assertThat(curl("--include", url + "/dir").out()).contains("\nlocation: /app/shop/dir/\n");
        assertThat(curl("--include", url + "/session").out())
            .containsPattern("\nset-cookie: JSESSIONID=[^;]+; Path=/app/shop; HttpOnly\n");
        assertThat(curl(url + "/none").out()).contains("for /app/shop/none");
        assertThat(haproxy.isRunning()).isTrue();
      }
    }
  }

  private RunningConnector start(String... arguments) throws Exception {
    return Connector.in(directory)
        .with("--bind", "127.0.0.1:0", "--forwarder-headers", "X-Forwarded-Prefix")
        .with("--forwarded-allow-ips", PROXY)
        .with((Object[]) arguments)
        .start();
  }

  private Program nginx(int port, int upstream) throws Exception {
    return Proxy.nginx(
        directory,
        """
        server {
          listen 127.0.0.1:%d;
          location /app/ {
            proxy_pass http://127.0.0.1:%d/;
            proxy_bind %s;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $http_connection;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Prefix /app;
          }
        }
        """
            .formatted(port, upstream, PROXY));
  }

  private Program haproxy(int port, int upstream) throws Exception {
    return Proxy.haproxy(
        directory,
        "http",
        """
        listen front
          bind 127.0.0.1:%d
          http-request replace-path /app(/.*) \\1
          http-request set-header X-Forwarded-Prefix /app
          server app 127.0.0.1:%d proto h2 source %s
        """
            .formatted(port, upstream, PROXY));
  }
}
