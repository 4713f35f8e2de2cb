package dev.jetticorn.it;

import static dev.jetticorn.it.harness.Proxy.curl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code proxy_protocol}, with a load balancer that hands on bytes. */
final class ProxyProtocolIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @CsvSource({"v1, send-proxy", "v2, send-proxy-v2", "auto, send-proxy-v2"})
  void haproxySaysWhoTheClientIsBeforeTlsAndHttp2(String version, String option) throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    int port = Ports.free();
    try (RunningConnector server =
            Connector.in(directory)
                .settings(
                    "war = app.war\nbind = 127.0.0.1:0, http://127.0.0.1:0\naccesslog = -\n"
                        + "proxy_protocol = "
                        + version
                        + "\n"
                        + files.settings())
                .start(2);
        Program haproxy = haproxy(port, server.port(), option)) {
      Finished curl =
          curl("-k", "--interface", "127.0.0.9", "https://127.0.0.1:" + port + "/client");

      assertThat(curl.out()).contains("address: 127.0.0.9\n", "secure: true\n");
      assertThat(curl("-k", "--http2", "https://127.0.0.1:" + port + "/request").out())
          .contains("protocol: HTTP/2.0");
      assertThat(server.program().awaitOut(1, line -> line.contains("GET /client")).get(0))
          .startsWith("127.0.0.9 - - [");
      assertThat(haproxy.isRunning()).isTrue();
    }
  }

  @Test
  void theLogNamesAProxyThatDoesNotSayIt() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", "127.0.0.1:0", "--proxy-protocol", "v1")
            .start()) {
      String url = "http://127.0.0.1:" + server.port() + "/client";
      assertThat(server.listeners().get(0))
          .contains("(HTTP/1.1; no TLS; PROXY protocol from proxy_allow_ips)");
      assertThat(curl("--haproxy-protocol", url).out()).contains("address: 127.0.0.1\n");
      assertThat(Tool.CURL.run("-sS", url).status()).isNotZero();
      assertThat(server.program().awaitErr(line -> line.contains("(proxy_protocol)")))
          .contains("[WARNING] 127.0.0.1: in proxy_allow_ips, but sent no PROXY header;");
      assertThat(curl("--interface", "127.0.0.2", url).out()).contains("address: 127.0.0.2\n");
    }
  }

  private Program haproxy(int port, int server, String option) throws Exception {
    return Proxy.haproxy(
        directory,
        "tcp",
        """
        listen front
          bind 127.0.0.1:%d
          server app 127.0.0.1:%d %s
        """
            .formatted(port, server, option));
  }
}
