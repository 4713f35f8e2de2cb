package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9113, 4 to 6: frames that may not come where they come. */
class StreamStatesTest {
  private static final int PUSH_PROMISE = 5;
  private static final int ENABLE_PUSH = 2;
  private static final byte[] GET = Frame.request("GET", "/");
  private static final byte[] BLOCK = Frame.block("x", "y");
  private static ServletServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  request.getInputStream().readAllBytes();
                  response.getWriter().print("served");
                })
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> connectionErrors() {
    return Stream.of(
        error("5.1: DATA on an idle stream", ErrorCode.PROTOCOL_ERROR, data(1)),
        error("5.1: RST_STREAM on an idle stream", ErrorCode.PROTOCOL_ERROR, Frame.reset(1, 8)),
        error(
            "5.1: WINDOW_UPDATE on an idle stream",
            ErrorCode.PROTOCOL_ERROR,
            Frame.windowUpdate(1, 1)),
        error("5.1.1: an even stream", ErrorCode.PROTOCOL_ERROR, Frame.get(2, "/")),
        error(
            "5.1.1: a stream below the last one",
            ErrorCode.STREAM_CLOSED_ERROR,
            Frame.get(5, "/"),
            Frame.get(3, "/")),
        error("6.1: DATA on the connection", ErrorCode.PROTOCOL_ERROR, data(0)),
        error("6.2: HEADERS on the connection", ErrorCode.PROTOCOL_ERROR, Frame.get(0, "/")),
        error(
            "6.1: padding as long as the frame",
            ErrorCode.PROTOCOL_ERROR,
            Frame.post(1, "/"),
            new Frame(Frame.DATA, Frame.PADDED, 1, new byte[] {5, 0, 0, 0, 0})),
        error(
            "6.2: padding longer than the rest",
            ErrorCode.PROTOCOL_ERROR,
            Frame.headers(
                1, Frame.PADDED | Frame.END_HEADERS, Frame.concat(new byte[] {(byte) 255}, GET))),
        error(
            "6.2: HEADERS too short for its priority",
            ErrorCode.FRAME_SIZE_ERROR,
            Frame.headers(1, Frame.WITH_PRIORITY | Frame.END_HEADERS, new byte[4])),
        error(
            "6.3: PRIORITY of the wrong size",
            ErrorCode.FRAME_SIZE_ERROR,
            new Frame(Frame.PRIORITY, 0, 1, new byte[4])),
        error(
            "6.3: PRIORITY on the connection",
            ErrorCode.PROTOCOL_ERROR,
            Frame.priority(0, 16, 1, false)),
        error(
            "6.4: RST_STREAM of the wrong size",
            ErrorCode.FRAME_SIZE_ERROR,
            Frame.get(1, "/"),
            new Frame(Frame.RST_STREAM, 0, 1, new byte[3])),
        error(
            "6.5: SETTINGS on a stream",
            ErrorCode.PROTOCOL_ERROR,
            new Frame(Frame.SETTINGS, 0, 1, new byte[0])),
        error(
            "6.5: SETTINGS of a size that is no multiple of 6",
            ErrorCode.FRAME_SIZE_ERROR,
            new Frame(Frame.SETTINGS, 0, 0, new byte[5])),
        error(
            "6.5: an acknowledgement that says something",
            ErrorCode.FRAME_SIZE_ERROR,
            new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[6])),
        error(
            "6.5: more SETTINGS than are taken",
            ErrorCode.ENHANCE_YOUR_CALM_ERROR,
            new Frame(Frame.SETTINGS, 0, 0, new byte[6 * 65])),
        error("6.5.2: push of 2", ErrorCode.PROTOCOL_ERROR, settings(ENABLE_PUSH, 2)),
        error(
            "6.5.2: a window above the largest",
            ErrorCode.FLOW_CONTROL_ERROR,
            settings(FrameClient.INITIAL_WINDOW_SIZE, Integer.MIN_VALUE)),
        error(
            "6.5.2: frames below the smallest",
            ErrorCode.PROTOCOL_ERROR,
            settings(FrameClient.MAX_FRAME_SIZE, 16_383)),
        error(
            "6.5.2: frames above the largest",
            ErrorCode.PROTOCOL_ERROR,
            settings(FrameClient.MAX_FRAME_SIZE, 16_777_216)),
        error(
            "8.4: a push of the client",
            ErrorCode.PROTOCOL_ERROR,
            new Frame(
                PUSH_PROMISE, Frame.END_HEADERS, 1, Frame.concat(new byte[] {0, 0, 0, 2}, GET))),
        error(
            "6.7: PING on a stream",
            ErrorCode.PROTOCOL_ERROR,
            new Frame(Frame.PING, 0, 1, new byte[8])),
        error(
            "6.7: PING of the wrong size",
            ErrorCode.FRAME_SIZE_ERROR,
            new Frame(Frame.PING, 0, 0, new byte[7])),
        error(
            "6.9: a window opened by nothing", ErrorCode.PROTOCOL_ERROR, Frame.windowUpdate(0, 0)),
        error(
            "6.9.1: the window of the connection above the largest",
            ErrorCode.FLOW_CONTROL_ERROR,
            Frame.windowUpdate(0, Integer.MAX_VALUE)),
        error(
            "6.10: CONTINUATION without HEADERS",
            ErrorCode.PROTOCOL_ERROR,
            Frame.continuation(1, Frame.END_HEADERS, BLOCK)),
        error(
            "6.10: CONTINUATION of another stream",
            ErrorCode.PROTOCOL_ERROR,
            Frame.headers(1, Frame.END_STREAM, GET),
            Frame.continuation(3, Frame.END_HEADERS, BLOCK)),
        error(
            "6.10: another frame inside a field block",
            ErrorCode.PROTOCOL_ERROR,
            Frame.headers(1, Frame.END_STREAM, GET),
            Frame.priority(1, 16, 0, false)),
        error(
            "4.1, 5.5: an unknown frame inside a field block",
            ErrorCode.PROTOCOL_ERROR,
            Frame.headers(1, Frame.END_STREAM, GET),
            new Frame(0x16, 0, 0, new byte[8])),
        error(
            "4.2: a frame larger than announced",
            ErrorCode.FRAME_SIZE_ERROR,
            Frame.post(1, "/"),
            Frame.data(1, new byte[16_385], true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connectionErrors")
  void endTheConnection(String what, ErrorCode error, List<Frame> frames) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(frames.toArray(Frame[]::new));

      assertThat(client.nextGoAway()).isEqualTo(error.code);
    }
  }

  static Stream<Arguments> streamErrors() {
    return Stream.of(
        error("5.1: DATA after the end", ErrorCode.STREAM_CLOSED_ERROR, Frame.get(1, "/"), data(1)),
        error(
            "5.1: DATA after a reset",
            ErrorCode.STREAM_CLOSED_ERROR,
            Frame.post(1, "/"),
            Frame.reset(1, 8),
            data(1)),
        error(
            "6.9: a window opened by nothing",
            ErrorCode.PROTOCOL_ERROR,
            Frame.post(1, "/"),
            Frame.windowUpdate(1, 0)),
        error(
            "6.9.1: a window above the largest",
            ErrorCode.FLOW_CONTROL_ERROR,
            Frame.post(1, "/"),
            Frame.windowUpdate(1, Integer.MAX_VALUE)),
        error(
            "6.9.1: a window above the largest in two steps",
            ErrorCode.FLOW_CONTROL_ERROR,
            Frame.post(1, "/"),
            Frame.windowUpdate(1, Integer.MAX_VALUE - 65_535),
            Frame.windowUpdate(1, 1)),
        error(
            "7540, 5.3.1: a stream that depends on itself",
            ErrorCode.PROTOCOL_ERROR,
            Frame.post(1, "/"),
            Frame.priority(1, 16, 1, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streamErrors")
  void endTheStreamAndNoOther(String what, ErrorCode error, List<Frame> frames) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(frames.toArray(Frame[]::new));
      client.send(Frame.get(3, "/"));

      assertThat(client.next(f -> f.type() == Frame.RST_STREAM && f.streamId() == 1).intAt(0))
          .isEqualTo(error.code);
      assertThat(client.exchange(3).text()).isEqualTo("served");
    }
  }

  /** RFC 9113, 6.9.2: a stream whose window was opened far, and then further for all. */
  @Test
  void endTheConnectionWhenSettingsMakeAWindowTooLarge() throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(
          Frame.post(1, "/"),
          Frame.windowUpdate(1, Integer.MAX_VALUE - 65_535),
          settings(FrameClient.INITIAL_WINDOW_SIZE, 65_536));

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code);
    }
  }

  /** RFC 9113, 6.9: not even when the response is complete. */
  @Test
  void endTheStreamThatIsAnsweredAsWell() throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(Frame.get(1, "/"));
      assertThat(client.exchange(1).text()).isEqualTo("served");

      client.send(Frame.windowUpdate(1, 0), Frame.get(3, "/"));

      assertThat(client.next(Frame.RST_STREAM).intAt(0)).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(client.exchange(3).text()).isEqualTo("served");
    }
  }

  /** RFC 9113, 6.9.1: what was on its way cannot be more than the window. */
  @Test
  void endTheConnectionWhenMoreThanTheWindowComesForARefusedStream() throws Exception {
    try (var small =
            ServletServer.with("/", (request, response) -> {})
                .http2(http2 -> http2.setInitialStreamRecvWindow(65_535))
                .start();
        var client = small.http2()) {
      client.send(Frame.headers(1, Frame.END_HEADERS, Frame.block(":method", "POST")));
      for (int sent = 0; sent <= 65_535; sent += 10_000) {
        client.send(Frame.data(1, new byte[10_000], false));
      }

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code);
    }
  }

  /** RFC 9113, 5.4.1: the application that hears of it does not get in between. */
  @Test
  void tellTheStreamsOfTheConnectionWhatItDiedOf() throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(Frame.post(1, "/"), Frame.data(1, new byte[16_385], true));

      assertThat(client.next(f -> f.type() == Frame.GOAWAY || f.streamId() == 1))
          .satisfies(
              frame ->
                  assertThat(frame.intAt(frame.type() == Frame.GOAWAY ? 4 : 0))
                      .isEqualTo(ErrorCode.FRAME_SIZE_ERROR.code));
    }
  }

  /** RFC 9113, 5.1: they were on their way when the stream was closed. */
  @Test
  void areNoErrorsOnAStreamThatWasRefused() throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(
          Frame.headers(1, Frame.END_HEADERS, Frame.block(":method", "POST")),
          Frame.data(1, new byte[100], false),
          Frame.windowUpdate(1, 100),
          Frame.priority(1, 16, 0, false),
          Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, BLOCK),
          Frame.get(3, "/"));

      assertThat(client.exchange(1).resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(client.exchange(3).text()).isEqualTo("served");
    }
  }

  private static Arguments error(String what, ErrorCode error, Frame... frames) {
    return Arguments.of(what, error, List.of(frames));
  }

  private static Frame data(int streamId) {
    return Frame.data(streamId, new byte[4], true);
  }

  private static Frame settings(int key, int value) {
    return Frame.settings(Map.of(key, value));
  }
}
