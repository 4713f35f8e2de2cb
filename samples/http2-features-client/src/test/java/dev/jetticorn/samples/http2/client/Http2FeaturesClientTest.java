package dev.jetticorn.samples.http2.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class Http2FeaturesClientTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void failsEveryCheckWhereNobodyListens() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    int status = run("--insecure", "https://localhost:" + port);

    assertThat(status).isEqualTo(1);
    assertThat(out.toString(UTF_8).lines()).hasSize(39).last().isEqualTo("0 of 38 checks passed");
    assertThat(out.toString(UTF_8).lines().limit(38)).allMatch(line -> line.startsWith("FAIL  "));
  }

  @Test
  void refusesACommandLineThatMakesNoSense() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--wrong", "https://localhost")).isEqualTo(2);
    assertThat(run("http://localhost:8000")).isEqualTo(2);
    assertThat(run("--only", "nothing like this", "https://localhost")).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .contains("usage:", "not an https address: http://localhost:8000", "no check has");
    assertThat(out.size()).isZero();
  }

  private int run(String... words) {
    return Http2FeaturesClient.run(
        List.of(words), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
