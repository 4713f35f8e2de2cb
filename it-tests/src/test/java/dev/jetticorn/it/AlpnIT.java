package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The four values of {@code http_protocols}, as the handshake shows them. */
final class AlpnIT {
  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          h2,h1 | h2
          h1,h2 | http/1.1
          h2    | h2
          h1    | http/1.1
          """)
  void theFirstOfHttpProtocolsWinsWhenTheClientKnowsBoth(String protocols, String expected)
      throws Exception {
    try (RunningConnector server = start(protocols)) {
      try (SSLSocket socket = FrameClient.handshake(server.port(), "h2", "http/1.1")) {
        assertThat(socket.getApplicationProtocol()).isEqualTo(expected);
      }
      // The order of the client does not decide.
      try (SSLSocket socket = FrameClient.handshake(server.port(), "http/1.1", "h2")) {
        assertThat(socket.getApplicationProtocol()).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2,h1", "h1,h2"})
  void servesEitherProtocolToAClientThatKnowsOne(String protocols) throws Exception {
    try (RunningConnector server = start(protocols)) {
      assertThat(alpn(server, "h2", "-tls1_3").out()).contains("ALPN protocol: h2");
      assertThat(alpn(server, "http/1.1", "-tls1_3").out()).contains("ALPN protocol: http/1.1");
      assertThat(curl(server, "--http1.1").succeeded().out()).contains("protocol: HTTP/1.1");
      assertThat(curl(server, "--no-alpn").succeeded().out()).contains("protocol: HTTP/1.1");
    }
  }

  @Test
  void h2AloneRefusesHttp1ClientsInTheHandshake() throws Exception {
    try (RunningConnector server = start("h2")) {
      assertThatThrownBy(() -> FrameClient.handshake(server.port(), "http/1.1"))
          .isInstanceOf(SSLHandshakeException.class);
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        assertThat(alpn(server, "http/1.1", version).err())
            .as(version)
            .contains("alert no application protocol");
      }
      assertThat(curl(server, "--http1.1").status()).isNotZero();
      assertThat(curl(server, "--no-alpn").status()).isNotZero();

      assertThat(curl(server, "--http2").succeeded().out()).contains("protocol: HTTP/2.0");
    }
  }

  @Test
  void h1AloneSpeaksHttp11ToAClientThatPrefersH2() throws Exception {
    try (RunningConnector server = start("h1")) {
      assertThat(curl(server, "--http2").succeeded().out()).contains("protocol: HTTP/1.1");
    }
  }

  private static RunningConnector start(String protocols) throws InterruptedException {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .with("--http-protocols", protocols)
        .start();
  }

  private static Finished alpn(RunningConnector server, String protocol, String version)
      throws InterruptedException {
    return Tool.OPENSSL.run(
        "s_client", version, "-alpn", protocol, "-connect", "localhost:" + server.port());
  }

  private static Finished curl(RunningConnector server, String option) throws InterruptedException {
    return Tool.CURL.run("-ksS", option, server.url("/request"));
  }
}
