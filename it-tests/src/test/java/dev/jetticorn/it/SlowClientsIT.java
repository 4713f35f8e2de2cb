package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that trickle, stall or send nothing, and the slow ones that must be served. */
@Timeout(60)
final class SlowClientsIT {
  private static final int DEADLINE_MILLIS = 20_000;

  /** RFC 9113, section 7. */
  private static final int CANCEL = 0x8;

  private static final int ENHANCE_YOUR_CALM = 0xb;
  private static final int MUCH = 50_000_000;

  @TempDir static Path directory;

  private static RunningConnector server;

  /** Sends a byte each 50 ms until the server has had enough. */
  private static final ScheduledExecutorService TRICKLE = Executors.newScheduledThreadPool(1);

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    server =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed")
            .with("--bind", "https://127.0.0.1:0", "--bind", "http://127.0.0.1:0")
            .with("--handshake-timeout", "1", "--header-timeout", "1")
            .with("--min-data-rate", "10000", "--min-data-rate-grace", "1")
            .start(2);
  }

  @AfterAll
  static void stop() {
    TRICKLE.shutdownNow();
    server.close();
  }

  @Test
  void closesAConnectionThatSendsNothing() throws Exception {
    try (Socket client = connect(1)) {
      assertThat(client.getInputStream().readAllBytes()).isEmpty();
      logged("no complete request head after 1 s", "header_timeout");
    }
  }

  @Test
  void answers408ToAHeadThatTrickles() throws Exception {
    try (Socket client = connect(1)) {
      client
          .getOutputStream()
          .write("GET /request HTTP/1.1\r\nHost: a\r\nX: ".getBytes(ISO_8859_1));
      trickle(client);

      assertThat(read(client)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void answers408ToALaterHeadThatStops() throws Exception {
    try (Socket client = connect(1)) {
      client
          .getOutputStream()
          .write("GET /bytes?count=2 HTTP/1.1\r\nHost: a\r\n\r\nGET / HT".getBytes(ISO_8859_1));

      assertThat(read(client)).startsWith("HTTP/1.1 200 ").contains("HTTP/1.1 408 ");
    }
  }

  @Test
  void closesAHandshakeThatStopsOrTrickles() throws Exception {
    byte[] beginning = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
    try (Socket stops = connect(0);
        Socket trickles = connect(0);
        Socket silent = connect(0)) {
      stops.getOutputStream().write(beginning);
      trickles.getOutputStream().write(beginning);
      trickle(trickles);

      assertThat(read(silent)).isEmpty();
      assertThat(read(stops)).isEmpty();
      assertThat(read(trickles)).isEmpty();
      logged("no complete TLS handshake after 1 s", "handshake_timeout");
    }
  }

  @Test
  void closesAnHttp2ConnectionWithoutSettings() throws Exception {
    try (SSLSocket client = FrameClient.handshake(server.port(), "h2")) {
      client.getOutputStream().write("PRI * HTTP/2.0\r\n".getBytes(ISO_8859_1));

      assertThat(client.getInputStream().readAllBytes())
          .endsWith("header_timeout".getBytes(ISO_8859_1));
      logged("no SETTINGS frame after 1 s", "header_timeout");
    }
  }

  @Test
  void closesAnHttp2ConnectionWhoseFieldBlockStops() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.HEADERS, Frame.END_STREAM, 1, new byte[] {(byte) 0x82}));

      assertThat(client.await(f -> f.type() == Frame.GOAWAY).error()).isEqualTo(ENHANCE_YOUR_CALM);
      logged("no complete field block after 1 s", "header_timeout");
    }
  }

  @Test
  void answers408ToABodyThatTrickles() throws Exception {
    try (Socket client = connect(1)) {
      client
          .getOutputStream()
          .write(
              "POST /request HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n"
                  .getBytes(ISO_8859_1));
      trickle(client);

      assertThat(read(client)).startsWith("HTTP/1.1 408 ");
      logged("request body too slow, answered 408", "min_data_rate");
    }
  }

  @Test
  void resetsAStreamWhoseBodyStopsAndServesTheOthers() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.post(1, "/request");

      assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(CANCEL);
      client.get(3, "/request");
      assertThat(client.response(3).status()).isEqualTo(200);
      logged("request body too slow, stream reset", "min_data_rate");
    }
  }

  @Test
  void resetsAStreamWhoseWindowStaysShutAndServesTheOthers() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0, (byte) 0x0f, 0, 0}));
      client.get(1, "/bytes?count=" + MUCH);

      assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(CANCEL);
      client.get(3, "/request");
      assertThat(client.response(3).status()).isEqualTo(200);
      logged("response read too slowly, stream reset", "min_data_rate");
    }
  }

  @Test
  void closesAnHttp2ConnectionThatIsNotRead() throws Exception {
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.WINDOW_UPDATE, 0, 0, new byte[] {0x7f, 0, 0, 0}));
      byte[] window = {0, 4, 0x7f, 0, 0, 0};
      client.send(new Frame(Frame.SETTINGS, 0, 0, window));
      client.get(1, "/bytes?count=" + MUCH);

      logged("nothing is read of the connection, connection closed", "min_data_rate");
    }
  }

  @Test
  void closesAnHttp1ConnectionThatIsNotRead() throws Exception {
    try (Socket client = connect(1)) {
      client
          .getOutputStream()
          .write(
              ("GET /bytes?count=" + MUCH + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(ISO_8859_1));

      logged("response read too slowly, connection closed", "min_data_rate");
    }
  }

  @Test
  void serves100MegabytesToAClientThatReads() throws Exception {
    assertThat(
            Tool.CURL
                .run(
                    "-ksS",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{size_download}",
                    server.url("/bytes?count=100000000"))
                .succeeded()
                .out())
        .isEqualTo("100000000\n");
  }

  /** It is measured in pieces of 8 KiB, which must not make it chunked. */
  @Test
  void keepsTheContentLengthOfAResponseThatIsBufferedWhole() throws Exception {
    try (Socket client = connect(1)) {
      client
          .getOutputStream()
          .write(
              "GET /buffered?count=20000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                  .getBytes(ISO_8859_1));

      assertThat(read(client)).containsIgnoringCase("content-length: 20000\r\n");
    }
  }

  @Test
  void servesAClientThatReadsSlowlyButFastEnough() throws Exception {
    assertThat(
            Tool.CURL
                .run(
                    "-ksS",
                    "--http1.1",
                    "--limit-rate",
                    "1M",
                    "-o",
                    "/dev/null",
                    "-w",
                    "%{size_download}",
                    server.url(1, "/bytes?count=6000000"))
                .succeeded()
                .out())
        .isEqualTo("6000000\n");
  }

  /** Of trusted peers is read first what they speak; this has the same time. */
  @Test
  void closesAConnectionWhoseProxyHeaderOrPrefaceStopsOrTrickles() throws Exception {
    try (RunningConnector gated =
            Connector.in(directory)
                .with("--war", "app.war", "--bind", "127.0.0.1:0", "--header-timeout", "1")
                .with("--proxy-protocol", "auto", "--http2-cleartext", "both")
                .start();
        Socket proxyHeader = connect(gated, 0);
        Socket preface = connect(gated, 0)) {
      proxyHeader.getOutputStream().write("PROXY TCP4 127.0".getBytes(ISO_8859_1));
      trickle(proxyHeader);
      preface
          .getOutputStream()
          .write("PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nPRI * HT".getBytes(ISO_8859_1));

      assertThat(read(proxyHeader)).isEmpty();
      assertThat(read(preface)).isEmpty();
      for (String missing : List.of("PROXY header", "HTTP/2 preface or request line")) {
        gated
            .program()
            .awaitErr(
                line ->
                    line.endsWith(
                        "127.0.0.1: no complete %s after 1 s, connection closed (header_timeout)"
                            .formatted(missing)));
      }
    }
  }

  private static Socket connect(int listener) throws IOException {
    return connect(server, listener);
  }

  private static Socket connect(RunningConnector server, int listener) throws IOException {
    int port = URI.create(server.url(listener, "/")).getPort();
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(DEADLINE_MILLIS);
    return client;
  }

  /** Sends a byte each 50 ms for as long as the server takes it. */
  private static void trickle(Socket client) {
    var unused =
        TRICKLE.schedule(
            () -> {
              client.getOutputStream().write('x');
              trickle(client);
              return client;
            },
            50,
            TimeUnit.MILLISECONDS);
  }

  /** Until the end; bytes that were sent too late may turn it into a reset. */
  private static String read(Socket client) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      for (int octet = client.getInputStream().read(); octet >= 0; ) {
        all.append((char) octet);
        octet = client.getInputStream().read();
      }
    } catch (SocketException reset) {
      all.append("");
    }
    return all.toString();
  }

  private static void logged(String happened, String setting) throws InterruptedException {
    String line = server.program().awaitErr(said -> said.contains(happened));
    assertThat(line).contains("127.0.0.1: ", "(" + setting + ")");
  }
}
