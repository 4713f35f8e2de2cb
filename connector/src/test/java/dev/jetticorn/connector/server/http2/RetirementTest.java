package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RetirementTest {
  private static final int ANY_STREAM = Integer.MAX_VALUE;

  private final Semaphore released = new Semaphore(0);

  private ServletServer server(ConnectionLifetime lifetime) throws Exception {
    return ServletServer.with("/", (request, response) -> response.getWriter().print("here"))
        .and(
            "/held",
            (request, response) -> {
              released.acquireUninterruptibly();
              response.getWriter().print("released");
            })
        .http2(http2 -> http2.setConnectionLifetime(lifetime))
        .start();
  }

  private static ConnectionLifetime requests(int most) {
    return new ConnectionLifetime(most, Duration.ZERO);
  }

  private static void assertGoAway(FrameClient client, int lastStream) throws IOException {
    Frame frame = client.next(Frame.GOAWAY);
    assertThat(frame.intAt(0)).isEqualTo(lastStream);
    assertThat(frame.intAt(4)).isEqualTo(ErrorCode.NO_ERROR.code);
  }

  @Test
  void comesWithTheLastRequestAndLetsTheStreamsFinish() throws Exception {
    try (var server = server(requests(3));
        var client = server.http2()) {
      client.send(Frame.get(1, "/held"), Frame.get(3, "/"));
      assertThat(client.exchange(3).text()).isEqualTo("here");

      client.send(Frame.get(5, "/"));
      assertGoAway(client, ANY_STREAM);
      assertThat(client.exchange(5).text()).isEqualTo("here");
      assertGoAway(client, 5);
      released.release();

      assertThat(client.exchange(1).text()).isEqualTo("released");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void servesWhatWasOnItsWay() throws Exception {
    try (var server = server(requests(1));
        var client = server.http2()) {
      client.send(Frame.get(1, "/held"), Frame.get(3, "/"));

      assertGoAway(client, ANY_STREAM);
      assertThat(client.exchange(3).text()).isEqualTo("here");
      assertGoAway(client, 3);
      released.release();
    }
  }

  @Test
  void refusesWhatIsOpenedAfterTheSecondGoAway() throws Exception {
    try (var server = server(requests(1));
        var client = server.http2()) {
      client.send(Frame.get(1, "/held"));
      assertGoAway(client, ANY_STREAM);
      assertGoAway(client, 1);

      client.send(Frame.get(3, "/"));
      released.release();

      assertThat(client.exchange(1).text()).isEqualTo("released");
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  /** It has no time of its own: what a connection without streams is given must not end it. */
  @Test
  void waitsForAStreamOnWhichNothingHappens() throws Exception {
    try (var server = server(requests(1));
        var client = server.http2()) {
      client.send(Frame.get(1, "/held"));
      assertGoAway(client, ANY_STREAM);
      assertGoAway(client, 1);
      // Silence for longer than an idle connection has.
      client.deadline(Duration.ofMillis(2_500));
      assertThatThrownBy(() -> client.nextOf(1)).isInstanceOf(SocketTimeoutException.class);
      client.deadline(Duration.ofSeconds(20));

      released.release();

      assertThat(client.exchange(1).text()).isEqualTo("released");
    }
  }

  @Test
  void comesWithAgeThoughNothingIsAsked() throws Exception {
    try (var server = server(new ConnectionLifetime(0, Duration.ofMillis(100)));
        var client = server.http2()) {
      assertGoAway(client, ANY_STREAM);
      assertGoAway(client, 0);
      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @Test
  void doesNotComeWithoutAReason() throws Exception {
    try (var server = server(ConnectionLifetime.UNLIMITED);
        var client = server.http2()) {
      for (int stream = 1; stream < 400; stream += 2) {
        client.send(Frame.get(stream, "/"));
        assertThat(client.exchange(stream).text()).isEqualTo("here");
      }
    }
  }
}
