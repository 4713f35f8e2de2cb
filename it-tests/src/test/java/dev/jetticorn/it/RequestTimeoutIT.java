package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that take longer than {@code timeout}. */
@Timeout(60)
final class RequestTimeoutIT {
  /** RFC 9113, section 7. */
  private static final int INTERNAL_ERROR = 0x2;

  private static final int MUCH = 50_000_000;

  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @CsvSource({"gthread, --http2", "gthread, --http1.1", "virtual, --http2", "virtual, --http1.1"})
  void answers503AndLogsWhereTheThreadIsStuck(String workerClass, String protocol)
      throws Exception {
    Path until = directory.resolve("release-" + workerClass + protocol);
    try (RunningConnector server = connector().with("--worker-class", workerClass).start()) {
      Finished stuck =
          Tool.CURL.run("-ksSi", protocol, server.url("/hold?until=" + until)).succeeded();

      assertThat(stuck.out().lines().findFirst())
          .get()
          .asString()
          .startsWith("HTTP/")
          .contains("503");
      String line = server.program().awaitErr(said -> said.contains("took longer"));
      assertThat(line)
          .contains("[ERROR] GET /hold took longer than 1 s (timeout): answered 503; its thread ");
      assertThat(server.program().awaitErr(said -> said.contains("HoldServlet.doGet")))
          .startsWith("  ");
      // The stack ends where the request came in.
      assertThat(server.log()).doesNotContain("RequestTimeout.handle", "QueuedThreadPool");

      Files.createFile(until);

      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      assertThat(server.stop().status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gthread", "virtual"})
  void logsWhereAThreadOfAnAsynchronousRequestIsStuck(String workerClass) throws Exception {
    Path until = directory.resolve("release-async-" + workerClass);
    try (RunningConnector server = connector().with("--worker-class", workerClass).start()) {
      Finished stuck = Tool.CURL.run("-ksSi", server.url("/hold/async?until=" + until)).succeeded();

      assertThat(stuck.out().lines().findFirst()).get().asString().contains("503");
      server.program().awaitErr(said -> said.contains("HoldServlet.holdElsewhere"));
      Files.createFile(until);
      assertThat(server.stop().status()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gthread", "virtual"})
  void resetsAStreamWhoseResponseHasBegunAndServesTheOthers(String workerClass) throws Exception {
    try (RunningConnector server = connector().with("--worker-class", workerClass).start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/bytes?count=" + MUCH);

      assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(INTERNAL_ERROR);
      client.send(new Frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0, (byte) 0x0f, 0, 0}));
      client.get(3, "/request");
      assertThat(client.response(3).status()).isEqualTo(200);
      assertThat(server.program().awaitErr(said -> said.contains("stream reset")))
          .contains("GET /bytes took longer than 1 s (timeout)");
      assertThat(server.program().awaitErr(said -> said.contains("BytesServlet.doGet")))
          .isNotEmpty();
    }
  }

  @Test
  void closesAnHttp1ConnectionWhoseResponseHasBegun() throws Exception {
    try (RunningConnector server = connector().start();
        SSLSocket client = FrameClient.handshake(server.port(), "http/1.1")) {
      client
          .getOutputStream()
          .write(
              ("GET /bytes?count=" + MUCH + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));

      assertThat(server.program().awaitErr(said -> said.contains("connection closed")))
          .contains("GET /bytes took longer than 1 s (timeout)");
    }
  }

  /** A request that takes three times as long is not touched when nothing is said. */
  @Test
  void isOffByDefault() throws Exception {
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
            .start()) {
      Finished met =
          Tool.CURL.run("-ksSi", server.url("/together?parties=2&millis=3000")).succeeded();

      assertThat(met.out()).contains("503", "some never came");
      assertThat(server.log()).doesNotContain("took longer");
    }
  }

  private static Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .with("--timeout", "1");
  }
}
