package dev.jetticorn.it;

import static dev.jetticorn.it.harness.Proxy.curl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application sees through a proxy. */
final class ForwardedIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  /** A client that says it is somebody else comes by nginx, on a port and on a unix socket. */
  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:0", "unix:app.sock"})
  void nginxSaysWhoTheClientIsAndTheClientCannot(String bind) throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", bind, "--access-logfile", "-")
            .with("--forwarder-headers", "X-Forwarded-For,X-Forwarded-Host")
            .start()) {
      String upstream =
          bind.startsWith("unix:")
              ? "unix:" + directory.resolve("app.sock")
              : "127.0.0.1:" + server.port();
      int port = Ports.free();
      try (Program nginx = nginx(upstream, port)) {
        Finished curl =
            curl(
                "--interface",
                "127.0.0.9",
                "-H",
                "X-Forwarded-For: 198.51.100.1",
                "-H",
                "X-Forwarded-Host: evil.example",
                "-H",
                "X-Forwarded-Proto: https",
                "-H",
                "Host: shop.example",
                "http://127.0.0.1:" + port + "/client");

        assertThat(curl.out())
            .contains("address: 127.0.0.9\n", "scheme: http\n", "secure: false\n")
            .contains("server: shop.example:80\n");
        assertThat(server.program().awaitOut(1, line -> line.contains("GET /client")).get(0))
            .startsWith("127.0.0.9 - - [");
        assertThat(nginx.isRunning()).isTrue();
      }
    }
  }

  @Test
  void aSecureSchemeIsBelievedOfTrustedPeersAlone() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", "127.0.0.1:0")
            .with("--forwarded-allow-ips", "127.0.0.2")
            .start()) {
      String url = "http://127.0.0.1:" + server.port() + "/client";
      assertThat(curl("-H", "X-Forwarded-Proto: https", url).out())
          .contains("scheme: http\n", "secure: false\n");
      assertThat(curl("--interface", "127.0.0.2", "-H", "X-Forwarded-Proto: https", url).out())
          .contains("scheme: https\n", "secure: true\n", "address: 127.0.0.2\n");
      assertThat(
              curl(
                      "--interface",
                      "127.0.0.2",
                      "-i",
                      "-H",
                      "X-Forwarded-Proto: https",
                      "-H",
                      "X-Forwarded-Ssl: off",
                      url)
                  .out())
          .startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void twoSourcesForOneThingAreRefused() throws Exception {
    Finished refused =
        Connector.in(directory)
            .with("--war", "app.war", "--forwarder-headers", "Forwarded,X-Forwarded-For")
            .run();

    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err())
        .contains("error: `Forwarded` does not go with `X-Forwarded` fields")
        .contains("help: name what your proxy sets on every request");
  }

  private Program nginx(String upstream, int port) throws Exception {
    return Proxy.nginx(
        directory,
        """
        upstream app { server %s; }
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
          }
        }
        """
            .formatted(upstream, port));
  }
}
