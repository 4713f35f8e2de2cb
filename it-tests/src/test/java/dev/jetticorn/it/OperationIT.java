package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator sees and does while the server runs. */
final class OperationIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void aRequestInProgressIsFinishedAfterTermAndTheStatusIs0(String version) throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = connector().start();
        Program curl =
            Tool.CURL.start(
                directory, Map.of(), "-ksSi", version, server.url("/hold?until=" + release))) {
      server.program().awaitOut(1, line -> line.equals("holding for release"));

      server.program().terminate();
      assertThat(Waiting.until(() -> refuses(server.port()))).isTrue();
      Files.createFile(release);

      assertThat(curl.finish().succeeded().out()).contains(" 200", "released");
      Finished finished = server.program().finish();
      assertThat(finished.status()).as("%s", finished).isZero();
    }
  }

  private static boolean refuses(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aRequestThatTakesLongerThanGracefulTimeoutIsCutOff() throws Exception {
    try (RunningConnector server = connector().with("--graceful-timeout", "1").start();
        Program curl =
            Tool.CURL.start(
                directory, Map.of(), "-ksSi", server.url("/hold?until=/nowhere/never"))) {
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      Finished finished = server.stop();

      assertThat(curl.finish().status()).isNotZero();
      assertThat(finished.status()).as("%s", finished).isZero();
    }
  }

  @Test
  void anIdleClientDoesNotHoldTheExit() throws Exception {
    try (RunningConnector server = connector().with("--graceful-timeout", "300").start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/request");
      client.response(1);

      // Within the patience of the harness, which is far less than 300 seconds.
      assertThat(server.stop().status()).isZero();
    }
  }

  @Test
  void closesAnIdleConnectionAfterKeepalive() throws Exception {
    try (RunningConnector server =
        connector().with("--keep-alive", "1", "--http-protocols", "h2,h1").start()) {
      try (FrameClient client = FrameClient.connect(server.port())) {
        client.get(1, "/request");
        client.response(1);

        assertThat(client.await(f -> f.type() == Frame.GOAWAY).error()).isZero();
      }
      try (Socket socket = FrameClient.handshake(server.port(), "http/1.1")) {
        socket
            .getOutputStream()
            .write(
                "GET /request HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));

        // Ends because the server closes; the client would wait for 20 seconds.
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .contains("200 OK");
      }
    }
  }

  @Test
  void limitsTheRequestLineAndTheFieldsOnBothProtocols() throws Exception {
    try (RunningConnector server =
        connector()
            .with("--limit-request-line", "200")
            .with("--limit-request-fields", "10")
            .with("--limit-request-field-size", "300")
            .start()) {
      for (String version : List.of("--http2", "--http1.1")) {
        assertThat(status(server, version, "/request")).isEqualTo("200");
        assertThat(status(server, version, "/request?" + "q".repeat(300))).isEqualTo("414");
        assertThat(status(server, version, "/request", "-H", "X-Long: " + "v".repeat(400)))
            .isEqualTo("431");
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          many.addAll(List.of("-H", "X-" + i + ": v"));
        }
        assertThat(status(server, version, "/request", many.toArray(String[]::new)))
            .isEqualTo("431");
        assertThat(status(server, version, "/request")).isEqualTo("200");
      }
    }
  }

  private static String status(
      RunningConnector server, String version, String path, String... options)
      throws InterruptedException {
    List<String> words =
        new ArrayList<>(List.of("-ksS", "-o", "/dev/null", "-w", "%{http_code}", version));
    words.addAll(List.of(options));
    words.add(server.url(path));
    return Tool.CURL.run(words.toArray(String[]::new)).succeeded().out().strip();
  }

  @Test
  void writesTheAccessLogInItsFormat() throws Exception {
    Path log = directory.resolve("access.log");
    try (RunningConnector server =
        connector()
            .with("--access-logfile", "access.log")
            .with("--access-logformat", "%(h)s %(m)s %(U)s?%(q)s %(H)s %(s)s %({user-agent}i)s")
            .start()) {
      Tool.CURL.run("-ksS", "--http2", "-A", "tester", server.url("/request?a=b")).succeeded();
      Tool.CURL.run("-ksS", "--http1.1", "-A", "tester", server.url("/gone")).succeeded();
      server.stop();
    }

    assertThat(Files.readAllLines(log))
        .containsExactly(
            "127.0.0.1 GET /request?a=b HTTP/2.0 200 tester",
            "127.0.0.1 GET /gone? HTTP/1.1 404 tester");
  }

  @Test
  void writesTheAccessLogToStandardOutput() throws Exception {
    try (RunningConnector server = connector().with("--access-logfile", "-").start()) {
      Tool.CURL.run("-ksS", "-A", "tester", server.url("/request")).succeeded();

      server
          .program()
          .awaitOut(
              1, line -> line.contains("\"GET /request HTTP/2.0\" 200") && line.contains("tester"));
    }
  }

  @Test
  void writesNoAccessLogUnlessAskedTo() throws Exception {
    try (RunningConnector server = connector().start()) {
      Client.get(server.url("/request"));
      Finished finished = server.stop();

      assertThat(finished.all()).doesNotContain("GET /request");
    }
  }

  @Test
  void writesTheErrorLogToAFile() throws Exception {
    Path log = directory.resolve("error.log");
    try (Program server = connector().with("--error-logfile=error.log").launch()) {
      assertThat(Waiting.until(() -> contains(log, "Listening at: "))).isTrue();
      server.terminate();

      assertThat(server.finish().all()).isEmpty();
    }
  }

  @Test
  void keepsItsProcessIdInThePidfileWhileItRuns() throws Exception {
    Path pid = directory.resolve("server.pid");
    try (RunningConnector server = connector().with("--pid", "server.pid").start()) {
      assertThat(Files.readString(pid).strip()).isEqualTo(Long.toString(server.program().pid()));

      server.stop();
    }

    assertThat(pid).doesNotExist();
  }

  @Test
  void endsAtOnceWhenItIsStoppedWhileTheApplicationStarts() throws Exception {
    WarFile.of("starting").in(directory, "app.war");
    Path pid = directory.resolve("server.pid");
    try (Program server = connector().with("--pid", "server.pid").launch()) {
      server.awaitOut(1, line -> line.equals("starting and starting"));
      assertThat(pid).exists();

      server.terminate();

      Finished finished = server.finish();
      assertThat(finished.status()).as("%s", finished).isZero();
      assertThat(pid).doesNotExist();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.exists(file) && Files.readString(file).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void saysNothingBelowTheLoglevel() throws Exception {
    // Nobody says which port it is, so it must be known before.
    int port = Ports.free();
    try (Program server =
        Connector.in(directory)
            .with("--war=app.war", "--log-level=error", "--bind=127.0.0.1:" + port)
            .launch()) {
      assertThat(Waiting.until(() -> !refuses(port))).isTrue();
      server.terminate();

      assertThat(server.finish().all()).isEmpty();
    }
  }

  @Test
  void saysMoreAtLoglevelDebug() throws Exception {
    try (RunningConnector server = connector().with("--log-level", "debug").start()) {
      assertThat(server.log()).containsIgnoringCase("debug");
    }
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }
}
