package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long connections live, and who else may listen. */
@Timeout(90)
final class ConnectionsIT {
  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  /** RFC 9113, section 6.8. */
  @Test
  void http2GoesAwayAfterSoManyRequestsAndTheirStreamsFinish() throws Exception {
    try (RunningConnector server = connector().with("--max-connection-requests", "2").start();
        FrameClient client = FrameClient.connect(server.port())) {
      // 100,000 bytes do not fit the window: the stream waits for the client.
      client.get(1, "/bytes?count=100000");
      client.get(3, "/request");

      assertThat(lastStream(client.await(f -> f.type() == Frame.GOAWAY)))
          .isEqualTo(Integer.MAX_VALUE);
      assertThat(lastStream(client.await(f -> f.type() == Frame.GOAWAY))).isEqualTo(3);
      byte[] window = {0, 1, 0, 0};
      client.send(
          new Frame(Frame.WINDOW_UPDATE, 0, 0, window),
          new Frame(Frame.WINDOW_UPDATE, 0, 1, window));
      assertThat(client.await(f -> f.stream() == 1 && f.has(Frame.END_STREAM)).type())
          .isEqualTo(Frame.DATA);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void http2GoesAwayWithAge() throws Exception {
    try (RunningConnector server = connector().with("--max-connection-age", "1").start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/request");
      assertThat(client.response(1).status()).isEqualTo(200);

      assertThat(client.await(f -> f.type() == Frame.GOAWAY).error()).isZero();
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void curlLosesNoRequestToConnectionsThatEnd(String protocol) throws Exception {
    try (RunningConnector server = connector().with("--max-connection-requests", "7").start()) {
      List<String> answers =
          Tool.CURL
              .run(
                  "-ksS",
                  protocol,
                  "-o",
                  "/dev/null",
                  "-w",
                  "%{http_code} %{num_connects}\\n",
                  server.url("/request?[1-100]"))
              .succeeded()
              .out()
              .lines()
              .toList();

      assertThat(answers).hasSize(100).allMatch(line -> line.startsWith("200 "));
      assertThat(answers).filteredOn(line -> line.equals("200 1")).hasSizeBetween(15, 30);
    }
  }

  /** A proxy that keeps connections of HTTP/2 for many clients at once. */
  @Test
  void haproxyLosesNoRequestToConnectionsThatEnd() throws Exception {
    int port = Ports.free();
    try (RunningConnector server =
            connector()
                .with("--max-connection-requests", "40", "--max-connection-age", "1")
                .start();
        Program proxy = haproxy(port, server.port())) {
      assertThat(proxy.isRunning()).isTrue();
      String url = "http://127.0.0.1:" + port + "/request";
      Proxy.curl("--http2-prior-knowledge", url);

      String report = Tool.H2LOAD.run("-n5000", "-c20", "-m5", url).succeeded().out();

      assertThat(report).contains("status codes: 5000 2xx, 0 3xx, 0 4xx, 0 5xx");
    }
  }

  private static Program haproxy(int port, int server) throws Exception {
    return Proxy.haproxy(
        directory,
        "http",
        """
        listen front
          bind 127.0.0.1:%d proto h2
          http-reuse always
          server app 127.0.0.1:%d ssl verify none alpn h2
        """
            .formatted(port, server));
  }

  @Test
  void idleConnectionsOfBothProtocolsAreClosedAfterKeepalive() throws Exception {
    try (RunningConnector server = connector().with("--keepalive", "5").start();
        FrameClient http2 = FrameClient.connect(server.port());
        SSLSocket http1 = FrameClient.handshake(server.port(), "http/1.1")) {
      http2.get(1, "/request");
      assertThat(http2.response(1).status()).isEqualTo(200);
      http1
          .getOutputStream()
          .write("GET /request HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));

      assertThat(new String(http1.getInputStream().readAllBytes(), ISO_8859_1))
          .startsWith("HTTP/1.1 200 ")
          .doesNotContainIgnoringCase("connection: close");
      assertThat(http2.isClosedByServer()).isTrue();
    }
  }

  @Test
  void twoProcessesServeOnePort() throws Exception {
    Connector sharing =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "--reuse-port")
            .with("--access-logfile", "-", "--access-logformat", "%(p)s");
    try (RunningConnector first = sharing.with("--bind", "127.0.0.1:0").start();
        RunningConnector second = sharing.with("--bind", "127.0.0.1:" + first.port()).start()) {
      assertThat(second.port()).isEqualTo(first.port());

      // The kernel spreads connections by their ports: all on one side is next to impossible.
      IntStream.range(0, 100).forEach(i -> assertServes(first));

      first.program().awaitOut(1, line -> line.equals("<" + first.program().pid() + ">"));
      second.program().awaitOut(1, line -> line.equals("<" + second.program().pid() + ">"));
      assertThat(first.stop().status()).isZero();
      IntStream.range(0, 20).forEach(i -> assertServes(second));
    }
  }

  private static void assertServes(RunningConnector server) {
    try {
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static int lastStream(Frame goAway) {
    return ByteBuffer.wrap(goAway.payload()).getInt();
  }

  private static Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "-b", "127.0.0.1:0");
  }
}
