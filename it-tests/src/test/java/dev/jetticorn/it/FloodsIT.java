package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that cost a client nothing: floods end their connection, honest bursts do not. */
final class FloodsIT {
  private static final int LIMIT = 100;
  private static final int PRIORITY_UPDATE = 0x10;
  private static final int CONTINUATION = 0x9;
  private static final int UNKNOWN = 0x42;
  private static final int ENHANCE_YOUR_CALM = 0xb;
  private static final int REFUSED_STREAM = 0x7;
  private static final byte[] CANCEL = {0, 0, 0, 8};
  private static final byte[] NONE = {};

  @TempDir static Path directory;

  private static RunningConnector strict;
  private static RunningConnector usual;

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    Connector connector =
        Connector.in(directory)
            .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
    strict = connector.with("--http2-rate-limit", LIMIT).start();
    usual = connector.start();
  }

  @AfterAll
  static void stop() {
    strict.close();
    usual.close();
  }

  static Stream<Arguments> floods() throws IOException {
    Frame open = FrameClient.headers(1, 0, "POST", "/trailers", new byte[0]);
    Frame begun = new Frame(Frame.HEADERS, Frame.END_STREAM, 1, new byte[0]);
    List<Frame> malformed = new ArrayList<>();
    for (int i = 0; i <= LIMIT; i++) {
      malformed.add(FrameClient.headers(2 * i + 1, Frame.END_STREAM, "GET", "no-slash", NONE));
    }
    return Stream.of(
        Arguments.of("malformed HEADERS", malformed),
        flood("SETTINGS", frame(Frame.SETTINGS, 0, new byte[0])),
        flood("PING", frame(Frame.PING, 0, new byte[8])),
        flood("PRIORITY", Frame.priority(1, 0, 16)),
        flood("PRIORITY_UPDATE", frame(PRIORITY_UPDATE, 0, new byte[] {0, 0, 0, 1, 'i'})),
        flood("unknown", frame(UNKNOWN, 0, new byte[0])),
        flood("needless WINDOW_UPDATE", frame(Frame.WINDOW_UPDATE, 0, new byte[] {0, 0, 0, 1})),
        flood("RST_STREAM", frame(Frame.RST_STREAM, 1, CANCEL), open),
        flood("empty or unexpected DATA", Frame.data(1, 0, false), open),
        flood("CONTINUATION", frame(CONTINUATION, 1, new byte[0]), begun));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void areCutOffAndSaidOnce(String kind, List<Frame> flood) throws Exception {
    try (FrameClient bystander = FrameClient.connect(strict.port());
        FrameClient attacker = FrameClient.connect(strict.port())) {
      attacker.send(flood.toArray(Frame[]::new));

      assertThat(attacker.await(f -> f.type() == Frame.GOAWAY).error())
          .isEqualTo(ENHANCE_YOUR_CALM);
      bystander.get(1, "/request");
      assertThat(bystander.response(1).status()).isEqualTo(200);
      assertThat(Client.get(strict.url("/request")).statusCode()).isEqualTo(200);
      String said =
          "127.0.0.1: more than %d %s frames in a second, connection closed (http2_rate_limit)"
              .formatted(LIMIT, kind);
      strict.program().awaitErr(line -> line.endsWith(said));
      assertThat(strict.log().lines().filter(line -> line.endsWith(said))).hasSize(1);
    }
  }

  /** CVE-2023-44487: what is reset while it is handled keeps its place. */
  @Test
  void ofRequestsThatAreResetDoNotReachTheApplication() throws Exception {
    try (FrameClient attacker = FrameClient.connect(usual.port())) {
      for (int i = 0; i < 100; i++) {
        attacker.get(2 * i + 1, "/hold?until=/nowhere/" + i);
      }
      usual.program().awaitOut(100, line -> line.startsWith("holding for "));
      for (int i = 0; i < 100; i++) {
        attacker.send(frame(Frame.RST_STREAM, 2 * i + 1, CANCEL));
      }
      attacker.get(201, "/hold?until=/nowhere/more");

      Frame refused = attacker.await(f -> f.type() == Frame.RST_STREAM && f.stream() == 201);

      assertThat(refused.error()).isEqualTo(REFUSED_STREAM);
      assertThat(usual.program().out()).doesNotContain("holding for more");
      assertThat(Client.get(usual.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** CVE-2023-44487 without end: what one connection may not do, the next one begins anew. */
  @Test
  void ofResetsOnEverNewConnectionsDoNotHoldUpOthers() throws Exception {
    try (FrameClient bystander = FrameClient.connect(usual.port())) {
      for (int connection = 0; connection < 30; connection++) {
        try (FrameClient attacker = FrameClient.connect(usual.port())) {
          for (int i = 0; i < 100; i++) {
            attacker.get(2 * i + 1, "/bytes?count=50000000");
            attacker.send(frame(Frame.RST_STREAM, 2 * i + 1, CANCEL));
          }
        }
        bystander.get(2 * connection + 1, "/request");
        assertThat(bystander.response(2 * connection + 1).status()).isEqualTo(200);
      }

      assertThat(Client.get(usual.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** Each makes the server send a DATA frame of one byte. */
  @Test
  void ofWindowsThatAreOpenedByAByteAreCutOff() throws Exception {
    try (FrameClient attacker = FrameClient.connect(strict.port())) {
      attacker.send(initialWindow(0));
      attacker.get(1, "/bytes?count=1000");
      Frame byAByte = frame(Frame.WINDOW_UPDATE, 1, new byte[] {0, 0, 0, 1});

      attacker.send(Collections.nCopies(3 * LIMIT, byAByte).toArray(Frame[]::new));

      assertThat(attacker.await(f -> f.type() == Frame.GOAWAY).error())
          .isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(Client.get(strict.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** Each makes the server send a DATA frame on every stream. */
  @Test
  void ofSettingsThatOpenManyWindowsByAByteAreCutOff() throws Exception {
    try (FrameClient attacker = FrameClient.connect(strict.port())) {
      attacker.send(initialWindow(0));
      for (int i = 0; i < 50; i++) {
        attacker.get(2 * i + 1, "/bytes?count=1000");
      }
      List<Frame> changes = new ArrayList<>();
      for (int i = 1; i <= LIMIT / 10; i++) {
        changes.add(initialWindow(i));
      }

      attacker.send(changes.toArray(Frame[]::new));

      assertThat(attacker.await(f -> f.type() == Frame.GOAWAY).error())
          .isEqualTo(ENHANCE_YOUR_CALM);
      assertThat(Client.get(strict.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ofFramesWhoseAnswersAreNotReadAreCutOff() throws Exception {
    ScheduledExecutorService floods = Executors.newScheduledThreadPool(1);
    try (FrameClient attacker = FrameClient.connect(strict.port())) {
      attacker.send(
          initialWindow(Integer.MAX_VALUE),
          frame(Frame.WINDOW_UPDATE, 0, new byte[] {0x7f, 0, 0, 0}));
      attacker.get(1, "/bytes?count=50000000");
      List<Frame> flood = new ArrayList<>();
      flood.addAll(Collections.nCopies(LIMIT - 10, frame(Frame.PING, 0, new byte[8])));
      flood.addAll(Collections.nCopies(LIMIT - 10, frame(Frame.SETTINGS, 0, NONE)));
      // Until the response has filled what lies between, and in each second as much as is allowed.
      var unused =
          floods.scheduleWithFixedDelay(
              () ->
                  assertThatNoException()
                      .isThrownBy(() -> attacker.send(flood.toArray(Frame[]::new))),
              0,
              1_100,
              TimeUnit.MILLISECONDS);

      strict
          .program()
          .awaitErr(
              line ->
                  line.endsWith(
                      ("127.0.0.1: more than %d answers wait to be read, connection closed"
                              + " (http2_rate_limit)")
                          .formatted(LIMIT)));
      assertThat(Client.get(strict.url("/request")).statusCode()).isEqualTo(200);
    } finally {
      floods.shutdownNow();
    }
  }

  /** As simple clients do, and more of them than {@code http2_rate_limit}. */
  @Test
  void areNotWindowsThatAreOpenedForEachFrameOfADownload() throws Exception {
    try (FrameClient client = FrameClient.connect(strict.port())) {
      client.get(1, "/bytes?count=5000000");

      int bytes = 0;
      Frame data;
      do {
        data = client.await(f -> f.type() == Frame.DATA);
        byte[] read = ByteBuffer.allocate(4).putInt(data.payload().length).array();
        if (data.payload().length > 0) {
          client.send(frame(Frame.WINDOW_UPDATE, 0, read), frame(Frame.WINDOW_UPDATE, 1, read));
        }
        bytes += data.payload().length;
      } while (!data.has(Frame.END_STREAM));

      assertThat(bytes).isEqualTo(5_000_000);
    }
  }

  static Stream<Arguments> honestBursts() throws IOException {
    List<Frame> windows = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      windows.add(FrameClient.headers(2 * i + 1, Frame.END_STREAM, "GET", "/request", NONE));
    }
    for (int i = 1; i <= 5; i++) {
      windows.add(initialWindow(65_535 << i));
    }
    List<Frame> cancelled = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      cancelled.add(FrameClient.headers(2 * i + 1, Frame.END_STREAM, "GET", "/request", NONE));
      cancelled.add(frame(Frame.RST_STREAM, 2 * i + 1, CANCEL));
    }
    return Stream.of(
        Arguments.of("500 PRIORITY", Collections.nCopies(500, Frame.priority(901, 0, 201))),
        Arguments.of(
            "500 PRIORITY_UPDATE",
            Collections.nCopies(500, frame(PRIORITY_UPDATE, 0, update(901, "u=1, i")))),
        Arguments.of("500 PING", Collections.nCopies(500, frame(Frame.PING, 0, new byte[8]))),
        Arguments.of("5 SETTINGS that open the windows of 80 streams", windows),
        Arguments.of("100 requests, cancelled", cancelled));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("honestBursts")
  void areNotWhatHonestClientsDo(String what, List<Frame> burst) throws Exception {
    try (FrameClient client = FrameClient.connect(usual.port())) {
      client.send(burst.toArray(Frame[]::new));

      client.get(901, "/request");

      assertThat(client.response(901).status()).isEqualTo(200);
    }
  }

  private static Arguments flood(String kind, Frame repeated, Frame... first) {
    List<Frame> frames = new ArrayList<>(List.of(first));
    frames.addAll(Collections.nCopies(LIMIT + 1, repeated));
    return Arguments.of(kind, frames);
  }

  private static Frame frame(int type, int stream, byte[] payload) {
    return new Frame(type, 0, stream, payload);
  }

  private static Frame initialWindow(int bytes) {
    return frame(
        Frame.SETTINGS, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(bytes).array());
  }

  private static byte[] update(int stream, String priority) {
    return ByteBuffer.allocate(4 + priority.length())
        .putInt(stream)
        .put(priority.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
