package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What arrives in pieces, however it is cut. */
class Http2ParserTest {
  private final List<String> events = new ArrayList<>();
  private Http2Parser parser;

  @BeforeEach
  void start() {
    parser =
        new Http2Parser(
            new ArrayByteBufferPool(), 8_192, new FrameRates(1_000, events::add, () -> 0), true);
    parser.tell((streamId, priority) -> events.add("update " + streamId + " " + priority));
    parser.init(
        new ServerParser.Listener() {
          @Override
          public void onSettings(SettingsFrame frame) {
            events.add("settings " + frame.getSettings());
          }

          @Override
          public void onPriority(PriorityFrame frame) {
            events.add(
                "priority %d on %d weight %d"
                    .formatted(frame.getStreamId(), frame.getParentStreamId(), frame.getWeight()));
          }

          @Override
          public void onHeaders(HeadersFrame frame) {
            PriorityFrame priority = frame.getPriority();
            events.add(
                "headers %d weight %d"
                    .formatted(frame.getStreamId(), priority == null ? 0 : priority.getWeight()));
          }

          @Override
          public void onConnectionFailure(int error, String reason) {
            events.add("failure " + error);
          }
        });
  }

  @Test
  void readsAllKindsOfFramesCutAnywhere() {
    byte[] request = Frame.request("GET", "/");
    byte[] headers = Frame.concat(Frame.priority(201, 3, false), request);
    byte[] padded = Frame.concat(new byte[] {4}, headers, new byte[4]);
    byte[] bytes =
        Frame.concat(
            Frame.settings(Map.of(FrameClient.INITIAL_WINDOW_SIZE, 1_000)).bytes(),
            Frame.priorityUpdate(5, "u=1, i").bytes(),
            Frame.priority(7, 256, 7, true).bytes(),
            Frame.headers(5, Frame.END_HEADERS | Frame.END_STREAM | Frame.WITH_PRIORITY, headers)
                .bytes(),
            Frame.headers(
                    7,
                    Frame.END_HEADERS | Frame.END_STREAM | Frame.WITH_PRIORITY | Frame.PADDED,
                    padded)
                .bytes(),
            Frame.prioritizedGet(9, "/", 2, 9, false).bytes(),
            Frame.headers(11, Frame.END_STREAM, Arrays.copyOf(request, 3)).bytes(),
            Frame.continuation(11, 0, new byte[0]).bytes(),
            Frame.continuation(
                    11, Frame.END_HEADERS, Arrays.copyOfRange(request, 3, request.length))
                .bytes(),
            Frame.priority(9, 1, 0, false).bytes());
    List<String> expected =
        List.of(
            "settings {4=1000}",
            "update 5 u=1, i",
            "priority 7 on 7 weight 256",
            "headers 5 weight 201",
            "headers 7 weight 201",
            "headers 9 weight 2",
            "headers 11 weight 0",
            "priority 9 on 0 weight 1");

    for (int cut = 0; cut <= bytes.length; cut++) {
      start();
      events.clear();
      feed(FrameClient.preface());

      feed(Arrays.copyOfRange(bytes, 0, cut));
      feed(Arrays.copyOfRange(bytes, cut, bytes.length));

      assertThat(events).as("cut after %d bytes", cut).isEqualTo(expected);
    }
  }

  @Test
  void readsByteByByte() {
    byte[] bytes =
        Frame.concat(
            FrameClient.preface(),
            Frame.settings(Map.of(FrameClient.INITIAL_WINDOW_SIZE, 1_000)).bytes(),
            Frame.priorityUpdate(5, "u=1").bytes(),
            Frame.prioritizedGet(9, "/", 2, 9, false).bytes());

    for (byte octet : bytes) {
      feed(octet);
    }

    assertThat(events).containsExactly("settings {4=1000}", "update 5 u=1", "headers 9 weight 2");
  }

  @Test
  void skipsAPriorityThatIsTooLong() {
    feed(FrameClient.preface());
    feed(Frame.settings(Map.of()).bytes());
    feed(Frame.priorityUpdate(5, "u=1;x=" + "y".repeat(10_000)).bytes());
    feed(Frame.priorityUpdate(7, "u=2").bytes());

    assertThat(events).containsExactly("settings {}", "update 7 u=2");
  }

  private void feed(byte... bytes) {
    parser.parse(ByteBuffer.wrap(bytes));
  }
}
