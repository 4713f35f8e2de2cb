package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP/2 settings, as they stand on the wire. */
final class Http2SettingsIT {
  private static final int MAX_CONCURRENT_STREAMS = 0x3;
  private static final int INITIAL_WINDOW_SIZE = 0x4;
  private static final int MAX_FRAME_SIZE = 0x5;
  private static final int MAX_HEADER_LIST_SIZE = 0x6;

  @TempDir static Path directory;

  private static RunningConnector usual;
  private static RunningConnector tuned;

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    usual = connector().start();
    tuned =
        connector()
            .with("--http2-max-concurrent-streams", "7")
            .with("--http2-initial-window-size", "1048576")
            .with("--http2-max-frame-size", "20000")
            .with("--http2-max-header-list-size", "9000")
            .with("--http2-connection-window-size", "3000000")
            .start();
  }

  private static Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }

  @Test
  void announcesTheDefaultsOfTheGuide() throws Exception {
    try (FrameClient client = FrameClient.connect(usual.port())) {
      assertThat(client.settings().get(MAX_CONCURRENT_STREAMS)).isEqualTo(100);
      assertThat(client.settings().get(MAX_HEADER_LIST_SIZE)).isEqualTo(65_536);
      // A value that is the protocol's own default may be left out (RFC 9113, section 6.5.2).
      assertThat(client.settings().getOrDefault(INITIAL_WINDOW_SIZE, 65_535)).isEqualTo(65_535);
      assertThat(client.settings().getOrDefault(MAX_FRAME_SIZE, 16_384)).isEqualTo(16_384);
    }
  }

  @Test
  void announcesWhatTheSettingsSay() throws Exception {
    try (FrameClient client = FrameClient.connect(tuned.port())) {
      assertThat(client.settings())
          .containsEntry(MAX_CONCURRENT_STREAMS, 7)
          .containsEntry(INITIAL_WINDOW_SIZE, 1_048_576)
          .containsEntry(MAX_FRAME_SIZE, 20_000)
          .containsEntry(MAX_HEADER_LIST_SIZE, 9_000);
    }
  }

  @Test
  void nghttpReadsTheSameNumbers() throws Exception {
    assertThat(Tool.NGHTTP.run("-nv", tuned.url("/request")).succeeded().out())
        .contains(
            "[SETTINGS_MAX_CONCURRENT_STREAMS(0x03):7]",
            "[SETTINGS_INITIAL_WINDOW_SIZE(0x04):1048576]",
            "[SETTINGS_MAX_FRAME_SIZE(0x05):20000]",
            "[SETTINGS_MAX_HEADER_LIST_SIZE(0x06):9000]");
  }

  /** The connection's window has no setting of the protocol: a WINDOW_UPDATE frame opens it. */
  @Test
  void opensTheWindowOfTheConnection() throws Exception {
    try (FrameClient client = FrameClient.connect(tuned.port())) {
      Frame update = client.await(f -> f.type() == Frame.WINDOW_UPDATE && f.stream() == 0);

      assertThat(update.number()).isEqualTo(3_000_000 - 65_535);
    }
  }

  /** RFC 9113, section 4.2. */
  @ParameterizedTest
  @CsvSource({"16384, false", "20000, true"})
  void takesAFrameOfTheAnnouncedSizeAndRefusesOneByteMore(int announced, boolean isTuned)
      throws Exception {
    RunningConnector server = isTuned ? tuned : usual;
    try (FrameClient client = FrameClient.connect(server.port())) {
      client.post(1, "/request");
      client.send(Frame.data(1, announced, true));

      assertThat(client.response(1).body()).contains("body: " + announced);

      client.post(3, "/request");
      client.send(Frame.data(3, announced + 1, true));
      Frame end = client.await(f -> f.type() == Frame.GOAWAY || f.type() == Frame.RST_STREAM);

      assertThat(end.error()).isEqualTo(Frame.FRAME_SIZE_ERROR);
    }
  }

  @Test
  void refusesAStreamBeyondTheAnnouncedNumber() throws Exception {
    Path release = directory.resolve("never");
    try (FrameClient client = FrameClient.connect(tuned.port())) {
      for (int stream = 1; stream <= 15; stream += 2) {
        client.get(stream, "/hold?until=" + release);
      }

      Frame refused = client.await(f -> f.type() == Frame.RST_STREAM);

      assertThat(refused.stream()).isEqualTo(15);
      assertThat(refused.error()).isEqualTo(Frame.REFUSED_STREAM);
    }
  }

  @Test
  void serves50StreamsOfOneConnectionAtTheSameTime() throws Exception {
    Finished h2load =
        Tool.H2LOAD.run("-n50", "-c1", "-m50", usual.url("/together?parties=50")).succeeded();

    assertThat(h2load.out()).contains("status codes: 50 2xx, 0 3xx, 0 4xx, 0 5xx");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http2_max_concurrent_streams | 0        | 1 to 2147483647
          http2_max_concurrent_streams | -1       | 1 to 2147483647
          http2_initial_window_size    | 0        | 1 to 2147483647
          http2_initial_window_size    | 2147483648 | 1 to 2147483647
          http2_max_frame_size         | 16383    | 16384 to 16777215
          http2_max_frame_size         | 16777216 | 16384 to 16777215
          """)
  void refusesAValueOutOfRangeAtStartAndNamesTheRange(String setting, String value, String range)
      throws Exception {
    Finished command = connector().with("--" + setting.replace('_', '-') + "=" + value).run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err())
        .contains("`" + value + "`", "`" + setting + "`", range)
        .doesNotContain("Exception");
  }
}
