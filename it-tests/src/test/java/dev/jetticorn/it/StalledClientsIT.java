package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many requests whose clients neither send nor read: others are served, and these are ended. */
@Timeout(120)
final class StalledClientsIT {
  private static final int DEADLINE_MILLIS = 20_000;
  private static final int CANCEL = 0x8;
  private static final int MUCH = 50_000_000;

  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void doNotHoldUpOthersWith600RequestsOfHttp2() throws Exception {
    List<FrameClient> stalled = new ArrayList<>();
    try (RunningConnector server = patient().start(2);
        FrameClient old = FrameClient.connect(server.port())) {
      for (int connection = 0; connection < 6; connection++) {
        FrameClient client = FrameClient.connect(server.port());
        stalled.add(client);
        for (int stream = 1; stream < 200; stream += 2) {
          if (connection % 2 == 0) {
            client.get(stream, "/bytes?count=" + MUCH);
          } else {
            client.post(stream, "/request");
          }
        }
      }

      old.get(1, "/request");
      assertThat(old.response(1).status()).isEqualTo(200);
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    } finally {
      for (FrameClient client : stalled) {
        client.close();
      }
    }
  }

  @Test
  void doNotHoldUpOthersWith600RequestsOfHttp1() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try (RunningConnector server = patient().start(2);
        FrameClient old = FrameClient.connect(server.port())) {
      for (int i = 0; i < 300; i++) {
        stalled.add(
            connect(server, 1, "GET /bytes?count=" + MUCH + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        stalled.add(
            connect(server, 1, "POST /request HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"));
      }

      old.get(1, "/request");
      assertThat(old.response(1).status()).isEqualTo(200);
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      assertThat(Client.get(server.url(1, "/request")).statusCode()).isEqualTo(200);
    } finally {
      for (Socket client : stalled) {
        client.close();
      }
    }
  }

  /** Their permits come back when their time is over, and with it the turn of the others. */
  @Test
  void holdPermitsForNoLongerThanTheirTime() throws Exception {
    List<Socket> stalled = new ArrayList<>();
    try (RunningConnector server = impatient().with("--threads", "4").start(2)) {
      for (int i = 0; i < 10; i++) {
        stalled.add(
            connect(server, 1, "POST /request HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n"));
      }

      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);

      for (Socket client : stalled) {
        assertThat(read(client)).startsWith("HTTP/1.1 408 ");
      }
    } finally {
      for (Socket client : stalled) {
        client.close();
      }
    }
  }

  /** What moves on the connection is nothing that the streams wait for. */
  @Test
  void areEndedWhenTheWindowOfTheirConnectionStaysShut() throws Exception {
    ScheduledExecutorService pings = Executors.newScheduledThreadPool(1);
    try (RunningConnector server = impatient().start(2);
        FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0x7f, 0, 0, 0}));
      for (int stream = 1; stream < 200; stream += 2) {
        client.get(stream, "/bytes?count=" + MUCH);
      }
      Frame[] ping =
          Collections.nCopies(40, new Frame(Frame.PING, 0, 0, new byte[8])).toArray(Frame[]::new);
      var unused =
          pings.scheduleWithFixedDelay(
              () -> sendUnlessClosed(client, ping), 0, 100, TimeUnit.MILLISECONDS);

      for (int i = 0; i < 100; i++) {
        assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(CANCEL);
      }

      said(server, "response read too slowly, stream reset", "min_data_rate");
    } finally {
      pings.shutdownNow();
    }
  }

  /** The honest counterpart: one stream takes all that the line can carry, the others wait. */
  @Test
  void areNotStreamsThatWaitForAnotherOfTheirConnection() throws Exception {
    try (RunningConnector server = impatient().start(2);
        FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0x7f, 0, 0, 0}));
      client.get(1, "/bytes?count=" + MUCH);
      client.get(3, "/bytes?count=" + MUCH);

      // 100 kB a second, ten times what is asked for, and for longer than the grace.
      ScheduledExecutorService reader = Executors.newScheduledThreadPool(1);
      var read =
          reader.scheduleWithFixedDelay(
              () ->
                  sendUnlessClosed(
                      client,
                      new Frame(
                          Frame.WINDOW_UPDATE,
                          0,
                          0,
                          ByteBuffer.allocate(4).putInt(20_000).array())),
              0,
              200,
              TimeUnit.MILLISECONDS);
      int bytes = 0;
      while (bytes < 600_000) {
        Frame frame = client.await(f -> f.type() == Frame.DATA || f.type() == Frame.RST_STREAM);
        assertThat(frame.type()).isEqualTo(Frame.DATA);
        bytes += frame.payload().length;
      }
      read.cancel(true);
      reader.shutdownNow();
    }
  }

  /** Without a length, a response in the buffer goes out in one piece. */
  @Test
  void areEndedWhenTheyDoNotReadTheOneWriteThatIsTheWholeResponse() throws Exception {
    try (RunningConnector server = impatient().start(2);
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/buffered?count=" + MUCH);

      assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(CANCEL);
    }
  }

  /** CVE-2026-49975: even the answer that refuses them is not waited for. */
  @Test
  void areEndedWhenTheyDoNotReadThatTheirHeadersAreTooLarge() throws Exception {
    try (RunningConnector server =
            impatient().with("--http2-max-header-list-size", "1000").start(2);
        FrameClient client = FrameClient.connect(server.port())) {
      client.send(new Frame(Frame.SETTINGS, 0, 0, new byte[] {0, 4, 0, 0, 0, 0}));
      client.send(FrameClient.large(1, "/request", 2_000));

      assertThat(client.await(f -> f.type() == Frame.RST_STREAM).error()).isEqualTo(CANCEL);
    }
  }

  @Test
  void areNotThoseThatEndTheirSideAndThenRead() throws Exception {
    try (RunningConnector server = patient().start(2);
        Socket clear = connect(server, 1, "");
        Socket secret = FrameClient.handshake(server.port(), "http/1.1")) {
      for (Socket client : List.of(clear, secret)) {
        client
            .getOutputStream()
            .write("GET /bytes?count=1000000 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1));
        client.shutdownOutput();
      }

      assertThat(read(clear)).startsWith("HTTP/1.1 200 ").hasSizeGreaterThan(1_000_000);
      assertThat(read(secret)).startsWith("HTTP/1.1 200 ").hasSizeGreaterThan(1_000_000);
    }
  }

  @Test
  void areEndedWhenTheyEndTheirSideAndReadNothing() throws Exception {
    try (RunningConnector server = impatient().start(2);
        Socket client =
            connect(server, 1, "GET /bytes?count=" + MUCH + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
      client.shutdownOutput();

      said(server, "response read too slowly, connection closed", "min_data_rate");
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** Has the time-outs of an operator who has set none. */
  private static Connector patient() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--worker-class", "gthread")
        .with("--bind", "https://127.0.0.1:0", "--bind", "http://127.0.0.1:0");
  }

  private static Connector impatient() {
    return patient().with("--min-data-rate", "10000", "--min-data-rate-grace", "1");
  }

  private static Socket connect(RunningConnector server, int listener, String request)
      throws IOException {
    int port = URI.create(server.url(listener, "/")).getPort();
    Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
    client.setSoTimeout(DEADLINE_MILLIS);
    client.getOutputStream().write(request.getBytes(ISO_8859_1));
    return client;
  }

  private static void sendUnlessClosed(FrameClient client, Frame... frames) {
    try {
      client.send(frames);
    } catch (IOException closed) {
      throw new IllegalStateException(closed);
    }
  }

  private static String read(Socket client) throws IOException {
    return new String(client.getInputStream().readAllBytes(), ISO_8859_1);
  }

  private static void said(RunningConnector server, String happened, String setting)
      throws InterruptedException {
    server
        .program()
        .awaitErr(line -> line.endsWith("127.0.0.1: %s (%s)".formatted(happened, setting)));
  }
}
