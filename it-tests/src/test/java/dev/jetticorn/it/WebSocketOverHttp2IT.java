package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Chromium;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets on streams of HTTP/2 (RFC 8441), and {@code http2_connect_protocol}. */
@Timeout(60)
final class WebSocketOverHttp2IT {
  /** RFC 8441, section 3. */
  private static final int ENABLE_CONNECT_PROTOCOL = 0x8;

  /** RFC 9113, section 7. */
  private static final int PROTOCOL_ERROR = 0x1;

  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    pack(directory);
  }

  private static void pack(Path where) {
    WarFile.of("everything")
        .with("requests")
        .library(WarFile.jar(where, "library"))
        .in(where, "app.war");
  }

  @Test
  void talksOnAStreamBesideOthers() throws Exception {
    try (RunningConnector server = connector().start();
        FrameClient client = FrameClient.connect(server.port())) {
      assertThat(client.settings()).containsEntry(ENABLE_CONNECT_PROTOCOL, 1);
      client.websocket(1, "/socket/ann");
      assertThat(client.status(1)).isEqualTo(200);
      client.websocket(3, "/socket/ben");
      assertThat(client.status(3)).isEqualTo(200);

      client.send(text(1, "hi"), text(3, "ho"));

      assertThat(List.of(answer(client), answer(client)))
          .containsExactlyInAnyOrder("1: ann heard: hi", "3: ben heard: ho");
      client.get(5, "/described");
      assertThat(client.response(5).status()).isEqualTo(200);
    }
  }

  @Test
  void isNotLimitedByTheTimeOfARequest() throws Exception {
    try (RunningConnector server = connector().with("--timeout", "1").start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.websocket(1, "/socket/ann");
      assertThat(client.status(1)).isEqualTo(200);
      // A request that comes after it and never ends is cut off.
      client.get(3, "/hold?until=never");
      assertThat(client.status(3)).isEqualTo(503);

      client.send(text(1, "still here"));

      assertThat(answer(client)).isEqualTo("1: ann heard: still here");
    }
  }

  @Test
  void isRefusedAndNotAnnouncedWhenItIsOff() throws Exception {
    try (RunningConnector server = connector().with("--http2-connect-protocol=off").start();
        FrameClient client = FrameClient.connect(server.port())) {
      assertThat(client.settings()).doesNotContainKey(ENABLE_CONNECT_PROTOCOL);
      client.websocket(1, "/socket/ann");

      Frame reset = client.await(f -> f.type() == Frame.RST_STREAM);
      assertThat(reset.stream()).isEqualTo(1);
      assertThat(reset.error()).isEqualTo(PROTOCOL_ERROR);
      client.get(3, "/described");
      assertThat(client.response(3).status()).isEqualTo(200);
    }
  }

  @Test
  void servesChromiumOnTheConnectionThatItHas(@TempDir Path own) throws Exception {
    pack(own);
    CertificateFiles files = CertificateFiles.in(own);
    try (RunningConnector server =
            Connector.in(own)
                .settings(
                    "war = app.war%nbind = 127.0.0.1:0%naccesslog = -%n".formatted()
                        + files.settings())
                .start();
        // Keeps it running until it is closed.
        Program chromium =
            Chromium.open(own, files, "--remote-debugging-port=0", server.url("/websocket.html"))) {
      assertThat(chromium.isRunning()).isTrue();

      server.program().awaitOut(1, line -> line.equals("browser says: and back"));
      server.program().awaitOut(1, line -> line.contains("CONNECT /socket/browser HTTP/2.0"));
    }
  }

  /** One unfragmented text message, masked with zeros (RFC 6455, section 5.2). */
  private static Frame text(int stream, String message) {
    byte[] text = message.getBytes(UTF_8);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(0x81);
    frame.write(0x80 | text.length);
    frame.writeBytes(new byte[4]);
    frame.writeBytes(text);
    return new Frame(Frame.DATA, 0, stream, frame.toByteArray());
  }

  /** The next message, for example {@code 1: hello}. */
  private static String answer(FrameClient client) throws Exception {
    Frame data =
        client.await(
            f -> f.type() == Frame.DATA && f.payload().length > 0 && f.payload()[0] == (byte) 0x81);
    return data.stream() + ": " + new String(data.payload(), 2, data.payload()[1], UTF_8);
  }

  private static Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }
}
