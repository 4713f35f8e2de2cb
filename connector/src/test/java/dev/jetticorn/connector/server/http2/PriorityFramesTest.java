package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.settings.Http2Priority;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PRIORITY frames (RFC 7540, 5.3 and 6.3) and PRIORITY_UPDATE frames (RFC 9218, 7.1). */
class PriorityFramesTest {
  private static final int PROTOCOL_ERROR = ErrorCode.PROTOCOL_ERROR.code;
  private static final int NO_RFC7540_PRIORITIES = 0x9;
  private static final int FRAME_SIZE_ERROR = ErrorCode.FRAME_SIZE_ERROR.code;
  private static final int ENHANCE_YOUR_CALM = ErrorCode.ENHANCE_YOUR_CALM_ERROR.code;

  private static ServletServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServletServer.with("/priority", (q, r) -> r.getWriter().print(described(q)))
            // Answers what it knows once the body, and so all frames before it, have arrived.
            .and(
                "/later",
                (q, r) -> {
                  q.getInputStream().readAllBytes();
                  r.getWriter().print(described(q));
                })
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String described(HttpServletRequest request) {
    StreamPriority priority = StreamPriority.of(request).orElseThrow();
    RequestUrgency urgency = RequestUrgency.of(request);
    return "weight %s on %s%s, urgency %d%s"
        .formatted(
            request.getAttribute("gunicorn.http2.priority_weight"),
            request.getAttribute("gunicorn.http2.priority_depends_on"),
            priority.exclusive() ? " exclusive" : "",
            urgency.urgency(),
            urgency.incremental() ? " incremental" : "");
  }

  @Test
  void isTheDefaultWhenTheClientSaysNothing() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.get(1, "/priority"));

      assertThat(client.exchange(1).text()).isEqualTo("weight 16 on 0, urgency 3");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "16, 0", "201, 0", "256, 2147483647"})
  void comesFromTheHeadersFrame(int weight, int dependsOn) throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.prioritizedGet(1, "/priority", weight, dependsOn, true));

      assertThat(client.exchange(1).text())
          .isEqualTo("weight " + weight + " on " + dependsOn + " exclusive, urgency 3");
    }
  }

  @Test
  void comesFromAHeadersFrameWithPaddingThatIsContinued() throws Exception {
    try (var client = server.http2()) {
      byte[] block = Frame.request("GET", "/priority", "x-long", "y".repeat(100));
      byte[] first = Arrays.copyOfRange(block, 0, 40);
      byte[] second = Arrays.copyOfRange(block, 40, block.length);
      client.send(
          Frame.headers(
              1,
              Frame.END_STREAM | Frame.WITH_PRIORITY | Frame.PADDED,
              Frame.concat(new byte[] {7}, Frame.priority(201, 3, true), first, new byte[7])),
          new Frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, second));

      assertThat(client.exchange(1).text()).isEqualTo("weight 201 on 3 exclusive, urgency 3");
    }
  }

  @Test
  void comesFromAPriorityFrameBeforeHeaders() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.priority(3, 42, 0, false),
          Frame.priority(3, 99, 7, true),
          Frame.get(3, "/priority"));

      assertThat(client.exchange(3).text()).isEqualTo("weight 99 on 7 exclusive, urgency 3");
    }
  }

  @Test
  void comesFromHeadersRatherThanFromAPriorityFrameBefore() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.priority(3, 42, 7, true), Frame.prioritizedGet(3, "/priority", 201, 5, false));

      assertThat(client.exchange(3).text()).isEqualTo("weight 201 on 5, urgency 3");
    }
  }

  @Test
  void comesFromAPriorityFrameWhileTheRequestIsServed() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.post(1, "/later"),
          Frame.priority(1, 77, 9, false),
          Frame.priorityUpdate(1, "u=0, i"),
          Frame.data(1, new byte[1], true));

      assertThat(client.exchange(1).text()).isEqualTo("weight 77 on 9, urgency 0 incremental");
    }
  }

  @Test
  void isForgottenWhenAHigherStreamOpens() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.priority(5, 42, 0, false),
          Frame.priority(9, 43, 0, false),
          Frame.get(7, "/priority"),
          Frame.get(9, "/priority"));

      assertThat(client.exchange(7).text()).isEqualTo("weight 16 on 0, urgency 3");
      assertThat(client.exchange(9).text()).isEqualTo("weight 43 on 0, urgency 3");
    }
  }

  @Test
  void isRememberedForFewIdleStreams() throws Exception {
    try (var client = server.http2()) {
      for (int streamId = 3; streamId < 3 + 2 * 500; streamId += 2) {
        client.send(Frame.priority(streamId, 42, 0, false));
      }
      client.send(Frame.get(3, "/priority"), Frame.get(1001, "/priority"));

      assertThat(client.exchange(3).text()).isEqualTo("weight 16 on 0, urgency 3");
      assertThat(client.exchange(1001).text()).isEqualTo("weight 42 on 0, urgency 3");
    }
  }

  @Test
  void isIgnoredForStreamsThatAreClosedOrOurs() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.get(1, "/priority"));
      client.exchange(1);
      client.send(
          Frame.priority(1, 42, 0, false),
          Frame.priority(2, 42, 0, false),
          Frame.priorityUpdate(1, "u=0"),
          Frame.get(3, "/priority"));

      assertThat(client.exchange(3).text()).isEqualTo("weight 16 on 0, urgency 3");
    }
  }

  @Test
  void endsAConnectionOnlyWhenItsFramesComeByTheThousand() throws Exception {
    try (var client = server.http2()) {
      byte[] frame = Frame.priority(1, 42, 0, false).bytes();
      // Not one more than it takes, or the server closes with bytes unread and GOAWAY gets lost.
      byte[][] frames = Collections.nCopies(1_001, frame).toArray(byte[][]::new);
      client.sendBytes(Frame.concat(frames));

      assertThat(client.nextGoAway()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  /** RFC 7540, 5.3.1. */
  @Test
  void resetsAStreamWhoseHeadersMakeItDependOnItself() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.prioritizedGet(1, "/priority", 16, 1, false), Frame.get(3, "/priority"));

      Exchange refused = client.exchange(1);

      assertThat(refused.resetWith()).isEqualTo(PROTOCOL_ERROR);
      assertThat(refused.status()).isZero();
      assertThat(client.exchange(3).status()).isEqualTo(200);
    }
  }

  @Test
  void resetsAStreamWithABodyWhoseHeadersMakeItDependOnItself() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.headers(
              1,
              Frame.END_HEADERS | Frame.WITH_PRIORITY,
              Frame.concat(Frame.priority(16, 1, true), Frame.request("POST", "/later"))),
          Frame.data(1, new byte[10], true),
          Frame.get(3, "/priority"));

      assertThat(client.exchange(1).resetWith()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.exchange(3).status()).isEqualTo(200);
    }
  }

  /** RFC 7540, 5.3.1. */
  @Test
  void resetsAnOpenStreamThatIsMadeToDependOnItself() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.post(1, "/later"), Frame.priority(1, 16, 1, false), Frame.get(3, "/priority"));

      assertThat(client.exchange(1).resetWith()).isEqualTo(PROTOCOL_ERROR);
      assertThat(client.exchange(3).status()).isEqualTo(200);
    }
  }

  @Test
  void endsTheConnectionWhenAnIdleStreamIsMadeToDependOnItself() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.priority(1, 16, 1, false));

      assertThat(client.nextGoAway()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  @Test
  void readsTheUrgencyFromThePriorityField() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.get(1, "/priority", "priority", "u=5", "priority", "i"));

      assertThat(client.exchange(1).text()).endsWith("urgency 5 incremental");
    }
  }

  @Test
  void readsTheUrgencyFromAnUpdateBeforeHeadersRatherThanFromTheField() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.priorityUpdate(1, "u=6"),
          Frame.priorityUpdate(1, "u=1"),
          Frame.get(1, "/priority", "priority", "u=5, i"));

      assertThat(client.exchange(1).text()).endsWith("urgency 1");
    }
  }

  @Test
  void keepsTheUrgencyWhenAnUpdateMakesNoSense() throws Exception {
    try (var client = server.http2()) {
      client.send(
          Frame.priorityUpdate(1, "u=1"),
          Frame.priorityUpdate(1, "u="),
          Frame.priorityUpdate(1, "u=2;x=\"" + "y".repeat(1_000) + '"'),
          Frame.get(1, "/priority"));

      assertThat(client.exchange(1).text()).endsWith("urgency 1");
    }
  }

  @Test
  void takesAnEmptyUpdateForTheDefault() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.priorityUpdate(1, ""), Frame.get(1, "/priority", "priority", "u=5"));

      assertThat(client.exchange(1).text()).endsWith("urgency 3");
    }
  }

  @Test
  void readsTheUrgencyFromThePriorityFieldOverHttp1() throws Exception {
    try (var server =
            ServletServer.with("/", (q, r) -> r.getWriter().print(RequestUrgency.of(q))).start();
        var client = server.http1()) {
      client.send("GET / HTTP/1.1", "Host: localhost", "Priority: u=0, i");

      assertThat(client.exchange("GET").text()).isEqualTo(new RequestUrgency(0, true).toString());
    }
  }

  /** RFC 9218, 7.1. */
  @Test
  void refusesAnUpdateForStreamZero() throws Exception {
    assertFailure(Frame.priorityUpdate(0, "u=1"), PROTOCOL_ERROR);
  }

  /** RFC 9218, 7.1. */
  @Test
  void refusesAnUpdateThatIsSentOnAStream() throws Exception {
    byte[] payload = Frame.priorityUpdate(1, "u=1").payload();

    assertFailure(new Frame(Frame.PRIORITY_UPDATE, 0, 1, payload), PROTOCOL_ERROR);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void refusesAnUpdateWithoutAWholeStreamId(int length) throws Exception {
    assertFailure(new Frame(Frame.PRIORITY_UPDATE, 0, 0, new byte[length]), FRAME_SIZE_ERROR);
  }

  /** RFC 9218, 7.1. */
  @Test
  @SuppressWarnings("deprecation") // Jetty still pushes for clients that allow it.
  void refusesAnUpdateForAPushStreamThatIsIdle() throws Exception {
    try (var server =
            ServletServer.with("/", (q, r) -> q.newPushBuilder().path("/pushed").push())
                .and("/pushed", (q, r) -> r.getWriter().print("pushed"))
                .start();
        var client =
            FrameClient.connect(server.http2Port(), Map.of(FrameClient.HEADER_TABLE_SIZE, 0))) {
      client.send(Frame.get(1, "/"));
      assertThat(client.exchange(2).text()).isEqualTo("pushed");
      client.send(Frame.priorityUpdate(2, "u=1"), Frame.get(3, "/pushed"));
      assertThat(client.exchange(3).status()).isEqualTo(200);

      client.send(Frame.priorityUpdate(20, "u=1"));

      assertThat(client.nextGoAway()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  /** RFC 9218, 7.1. */
  @Test
  void refusesUpdatesForMoreIdleStreamsThanMayBeOpen() throws Exception {
    try (var server =
            ServletServer.with("/", (q, r) -> r.getWriter().print(RequestUrgency.of(q)))
                .http2(http2 -> http2.setMaxConcurrentStreams(3))
                .start();
        var client = server.http2()) {
      client.send(
          Frame.priorityUpdate(1, "u=1"),
          Frame.priorityUpdate(3, "u=2"),
          Frame.priorityUpdate(5, "u=2"),
          Frame.priorityUpdate(5, "u=4"),
          Frame.get(1, "/"),
          Frame.priorityUpdate(7, "u=2"));
      assertThat(client.exchange(1).text()).contains("urgency=1");

      client.send(Frame.priorityUpdate(9, "u=2"));

      assertThat(client.nextGoAway()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  private static void assertFailure(Frame frame, int error) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(frame);

      assertThat(client.nextGoAway()).isEqualTo(error);
    }
  }

  /** What does not count is not shown. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OFF     | weight 16 on 0, urgency 3",
        "RFC7540 | weight 99 on 7 exclusive, urgency 3",
        "RFC9218 | weight 16 on 0, urgency 1",
        "BOTH    | weight 99 on 7 exclusive, urgency 1"
      })
  void isShownAsFarAsItCounts(Http2Priority priority, String described) throws Exception {
    try (var counting = counting(priority);
        var client = counting.http2()) {
      client.send(
          Frame.priority(1, 99, 7, true),
          Frame.priorityUpdate(1, "u=1"),
          Frame.get(1, "/priority", "priority", "u=5"));

      assertThat(client.exchange(1).text()).isEqualTo(described);
    }
  }

  /** RFC 9113, 5.5: a server that does not know PRIORITY_UPDATE does not look into it. */
  @ParameterizedTest
  @EnumSource(names = {"OFF", "RFC7540"})
  void isSkippedWhereItDoesNotCount(Http2Priority priority) throws Exception {
    try (var counting = counting(priority);
        var client = counting.http2()) {
      client.send(new Frame(Frame.PRIORITY_UPDATE, 0, 3, new byte[1]), Frame.get(1, "/priority"));

      assertThat(client.exchange(1).status()).isEqualTo(200);
    }
  }

  /** RFC 9218, 2.1. */
  @ParameterizedTest
  @CsvSource({"OFF, 1", "RFC7540, ", "RFC9218, 1", "BOTH, "})
  void isAnnouncedWhereWeightsDoNotCount(Http2Priority priority, Integer value) throws Exception {
    try (var counting = counting(priority);
        var client = counting.http2()) {
      assertThat(client.nextSettings().get(NO_RFC7540_PRIORITIES)).isEqualTo(value);
    }
  }

  /** RFC 9218, 2.1: neither 0 nor 1. */
  @ParameterizedTest
  @ValueSource(ints = {2, -1})
  void endsTheConnectionWhenTheSettingMakesNoSense(int value) throws Exception {
    try (var client =
        FrameClient.connect(server.http2Port(), Map.of(NO_RFC7540_PRIORITIES, value))) {
      assertThat(client.nextGoAway()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  /** RFC 9218, 2.1: it may not change after the first SETTINGS frame. */
  @Test
  void endsTheConnectionWhenTheSettingChanges() throws Exception {
    try (var client = server.http2()) {
      client.send(Frame.settings(Map.of(NO_RFC7540_PRIORITIES, 1)));

      assertThat(client.nextGoAway()).isEqualTo(PROTOCOL_ERROR);
    }
  }

  /** RFC 9218, 2.1.1: a client that does not use weights means none. */
  @Test
  void isNotReadFromWeightsThatTheClientDoesNotUse() throws Exception {
    try (var client = FrameClient.connect(server.http2Port(), Map.of(NO_RFC7540_PRIORITIES, 1))) {
      client.send(Frame.prioritizedGet(1, "/priority", 99, 0, false));

      assertThat(client.exchange(1).text()).isEqualTo("weight 16 on 0, urgency 3");
    }
  }

  private static ServletServer counting(Http2Priority priority) throws Exception {
    return ServletServer.with("/priority", (q, r) -> r.getWriter().print(described(q)))
        .http2(http2 -> http2.setPriority(priority))
        .start();
  }
}
