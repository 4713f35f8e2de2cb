package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the server listens, and what it says of it at start. */
final class ListenersIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void servesHttpsAndHttpSideBySideOnSeveralAddresses() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    try (RunningConnector server =
        Connector.in(directory)
            .settings(
                """
                war = app.war
                bind = https://127.0.0.1:0, http://127.0.0.1:0, [::1]:0, http://[::1]:0
                """
                    + files.settings())
            .start(4)) {
      assertThat(Client.get(server.url(0, "/request")).body())
          .contains("protocol: HTTP/2.0", "secure: true");
      assertThat(Client.get(server.url(1, "/request")).body())
          .contains("protocol: HTTP/1.1", "secure: false");
      assertThat(server.url(2, "")).startsWith("https://[::1]:");
      assertThat(server.url(3, "")).startsWith("http://[::1]:");

      Finished verified =
          Tool.CURL
              .run("-sS", "--cacert", files.certificate().toString(), server.url(2, "/request"))
              .succeeded();
      assertThat(verified.out()).contains("protocol: HTTP/2.0", "secure: true");
      assertThat(Tool.CURL.run("-sS", server.url(3, "/request")).succeeded().out())
          .contains("protocol: HTTP/1.1", "secure: false");
    }
  }

  @Test
  void saysAddressProtocolsAndCertificateOfEachListenerAtStart() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    try (RunningConnector server =
        Connector.in(directory)
            .settings(
                "war = app.war\nbind = https://127.0.0.1:0, http://127.0.0.1:0\n"
                    + files.settings())
            .start(2)) {
      assertThat(server.listeners().get(0))
          .contains("127.0.0.1:", "HTTP/2, HTTP/1.1", "TLS", "localhost", "until 20");
      assertThat(server.listeners().get(1))
          .contains("127.0.0.1:", "HTTP/1.1", "no TLS")
          .doesNotContain("HTTP/2", "until");
    }
  }

  @Test
  void warnsThatASelfSignedCertificateIsForDevelopment() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "-b", "127.0.0.1:0")
            .start()) {
      assertThat(server.program().awaitErr(line -> line.contains("self-signed")))
          .contains("[WARNING]", "development");
    }
  }

  @Test
  void listensOnThePortOfTheEnvironment() throws Exception {
    int port = Ports.free();
    try (RunningConnector server =
        Connector.in(directory)
            .environment("PORT", Integer.toString(port))
            .with("--war", "app.war")
            .start()) {
      assertThat(server.port()).isEqualTo(port);
      assertThat(server.listeners().get(0)).contains("0.0.0.0:" + port);
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void twoServersShareAPortWithReusePort() throws Exception {
    Connector connector =
        Connector.in(directory).with("--war", "app.war", "--reuse-port", "--bind");
    try (RunningConnector first = connector.with("127.0.0.1:0").start();
        RunningConnector second = connector.with("127.0.0.1:" + first.port()).start()) {
      assertThat(second.port()).isEqualTo(first.port());

      first.stop();

      assertThat(Client.get(second.url("/request")).statusCode()).isEqualTo(200);
    }
  }
}
