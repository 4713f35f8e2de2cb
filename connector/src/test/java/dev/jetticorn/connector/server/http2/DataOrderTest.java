package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.Http2Priority;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent first when a connection cannot carry everything. */
@Timeout(60)
class DataOrderTest {
  private static final int ENOUGH = 1 << 24;

  /** RFC 9218, 4.1 and 10. */
  @ParameterizedTest
  @EnumSource(names = {"RFC9218", "BOTH"})
  void isThatOfTheUrgencies(Http2Priority priority) throws Exception {
    try (var responses = WaitingResponses.on(priority).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000", "priority", "u=5"),
              Frame.get(5, "/40000", "priority", "u=1"),
              Frame.get(7, "/40000"));
      responses.awaitWritten(3);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5, 7))).containsExactly(5, 7, 3);
    }
  }

  /** The control of the tests above: Jetty takes turns. */
  @Test
  void isNoneWithoutPriority() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.OFF).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000", "priority", "u=5"), Frame.get(5, "/40000", "priority", "u=1"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).hasSizeGreaterThan(2);
    }
  }

  /** RFC 9218, 10: by the stream id, whoever was ready first. */
  @Test
  void isThatOfTheRequestsAmongEqualOnes() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses.client().send(Frame.post(3, "/40000", "priority", "u=3"));
      responses.client().send(Frame.get(5, "/40000", "priority", "u=3"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).containsExactly(3, 5);
    }
  }

  /** RFC 9218, 4.2 and 10. */
  @Test
  void isShareAndShareAlikeAmongIncrementalOnes() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses
          .client()
          .send(Frame.get(3, "/200000", "priority", "i"), Frame.get(5, "/200000", "priority", "i"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      List<Integer> order = responses.untilTheEndOf(3, 5);
      List<Integer> firstHalf = order.subList(0, order.size() / 2);
      assertThat(firstHalf.stream().filter(id -> id == 3).count())
          .isBetween(firstHalf.size() / 2L - 2, firstHalf.size() / 2L + 2);
    }
  }

  @Test
  void sharesAmongClientsThatSayNothing() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses.client().send(Frame.get(3, "/200000"), Frame.get(5, "/50000"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      List<Integer> order = responses.untilTheEndOf(3, 5);
      assertThat(order.lastIndexOf(5)).isLessThan(order.lastIndexOf(3));
    }
  }

  /** RFC 9218, 8: the response's own field outweighs the client's. */
  @Test
  void isWhatTheServletSays() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000?priority=u%3D6", "priority", "u=0"),
              Frame.get(5, "/40000", "priority", "u=4"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).containsExactly(5, 3);
    }
  }

  /** RFC 9218, 8: a parameter that the response leaves out is the client's. */
  @Test
  void isWhatTheClientSaysWhereTheServletSaysNothing() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000", "priority", "u=3"),
              Frame.get(5, "/40000?priority=i", "priority", "u=1"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).containsExactly(5, 3);
    }
  }

  /** RFC 9218, 7: while the response waits. */
  @Test
  void changesWithAPriorityUpdate() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000", "priority", "u=1"), Frame.get(5, "/40000", "priority", "u=5"));
      responses.awaitWritten(2);

      responses.client().send(Frame.priorityUpdate(5, "u=0"));
      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).containsExactly(5, 3);
    }
  }

  /** RFC 9218, 7: of a client that says nothing in its requests, before one and after. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void isByUrgencyAfterAPriorityUpdateAlone(boolean isIdle) throws Exception {
    Frame update = Frame.priorityUpdate(5, "u=0");
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      if (isIdle) {
        responses.client().send(update);
      }
      responses.client().send(Frame.get(3, "/40000"), Frame.get(5, "/40000"));
      responses.awaitWritten(2);
      if (!isIdle) {
        responses.client().send(update);
      }

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5))).containsExactly(5, 3);
    }
  }

  @Test
  void passesOverAStreamWhoseWindowIsShut() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH, 0)) {
      responses
          .client()
          .send(
              Frame.get(1, "/40000", "priority", "u=0"), Frame.get(3, "/40000", "priority", "u=7"));
      responses.awaitWritten(2);

      responses.client().send(Frame.windowUpdate(3, ENOUGH));

      assertThat(inRuns(responses.untilTheEndOf(3))).containsExactly(3);

      responses.client().send(Frame.windowUpdate(1, ENOUGH));
      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(1))).containsExactly(1);
    }
  }

  /** The client takes the windows away while the most urgent response is being sent. */
  @Test
  void passesOverAStreamWhoseWindowShrinks() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH, 100_000).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/90000", "priority", "u=0"), Frame.get(5, "/40000", "priority", "u=7"));
      responses.awaitWritten(2);
      responses.open(20_000);
      assertThat(responses.client().next(Frame.DATA).streamId()).isEqualTo(3);

      responses.client().send(Frame.settings(Map.of(FrameClient.INITIAL_WINDOW_SIZE, 0)));
      responses.client().send(Frame.windowUpdate(5, ENOUGH));
      responses.open(ENOUGH);

      assertThat(responses.untilTheEndOf(5)).contains(5);
    }
  }

  @Test
  void letsNobodyStarve() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.BOTH).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/2000000", "priority", "u=0"),
              Frame.get(5, "/40000", "priority", "u=7"));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      List<Integer> order = responses.untilTheEndOf(3);
      assertThat(order.indexOf(5)).isBetween(1, order.lastIndexOf(3) - 20);
    }
  }

  /** RFC 7540, 5.3.1. */
  @ParameterizedTest
  @EnumSource(names = {"RFC7540", "BOTH"})
  void isThatOfTheDependencies(Http2Priority priority) throws Exception {
    try (var responses = WaitingResponses.on(priority).shut()) {
      responses
          .client()
          .send(
              Frame.priority(7, 16, 0, false),
              Frame.prioritizedGet(3, "/40000", 16, 7, false),
              Frame.prioritizedGet(5, "/40000", 16, 3, false),
              Frame.get(7, "/40000"));
      responses.awaitWritten(3);

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(3, 5, 7))).containsExactly(7, 3, 5);
    }
  }

  /** RFC 7540, 5.3.2: in proportion to the weights. */
  @Test
  void isInProportionToTheWeights() throws Exception {
    try (var responses = WaitingResponses.on(Http2Priority.RFC7540).shut()) {
      responses
          .client()
          .send(
              Frame.prioritizedGet(3, "/1000000", 192, 0, false),
              Frame.prioritizedGet(5, "/1000000", 64, 0, false));
      responses.awaitWritten(2);

      responses.open(ENOUGH);

      List<Integer> order = responses.untilTheEndOf(3);
      List<Integer> shared = order.subList(0, order.lastIndexOf(3) + 1);
      double share = shared.stream().filter(id -> id == 3).count() / (double) shared.size();
      // Three quarters, but for the turns of those who have waited longest.
      assertThat(share).isBetween(0.65, 0.8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWhenAWaitingStreamIsReset(Http2Priority priority) throws Exception {
    try (var responses = WaitingResponses.on(priority).shut()) {
      responses
          .client()
          .send(
              Frame.get(3, "/40000", "priority", "u=1"), Frame.get(5, "/40000", "priority", "u=5"));
      responses.awaitWritten(2);

      responses.client().send(Frame.reset(3, ErrorCode.CANCEL_STREAM_ERROR.code));

      assertThat(responses.awaitFailed()).isEqualTo("/40000");

      responses.open(ENOUGH);

      assertThat(inRuns(responses.untilTheEndOf(5))).containsExactly(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheServletsWhenTheConnectionIsGone(Http2Priority priority) throws Exception {
    try (var responses = WaitingResponses.on(priority).shut()) {
      responses.client().send(Frame.get(3, "/40000"), Frame.get(5, "/50000"));
      responses.awaitWritten(2);

      responses.client().close();

      assertThat(Stream.of(responses.awaitFailed(), responses.awaitFailed()))
          .containsExactlyInAnyOrder("/40000", "/50000");
    }
  }

  /** Which streams send, one behind the other. */
  private static List<Integer> inRuns(List<Integer> order) {
    return Stream.iterate(0, i -> i < order.size(), i -> i + 1)
        .filter(i -> i == 0 || !order.get(i).equals(order.get(i - 1)))
        .map(order::get)
        .toList();
  }
}
