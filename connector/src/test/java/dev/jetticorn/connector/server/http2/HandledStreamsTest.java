package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a client resets its streams, no more requests are handled than it may have open. */
class HandledStreamsTest {
  private static final int LIMIT = 4;
  private static final int CANCEL = ErrorCode.CANCEL_STREAM_ERROR.code;

  private final AtomicInteger inProgress = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Semaphore entered = new Semaphore(0);
  private final Semaphore release = new Semaphore(0);
  private ServletServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        ServletServer.with("/blocking", (request, response) -> hold())
            .and("/quick", (request, response) -> response.getWriter().print("quick"))
            .and(
                "/async",
                (request, response) -> {
                  var async = request.startAsync();
                  async.setTimeout(0);
                  // A thread of the test, as an application has its own.
                  new Thread(
                          () -> {
                            hold();
                            async.complete();
                          })
                      .start();
                })
            .http2(http2 -> http2.setMaxConcurrentStreams(LIMIT))
            .http2(http2 -> http2.setFrameRateLimit(0))
            .start();
  }

  @AfterEach
  void stop() {
    release.release(1_000);
    server.close();
  }

  private void hold() {
    most.accumulateAndGet(inProgress.incrementAndGet(), Math::max);
    entered.release();
    try {
      release.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inProgress.decrementAndGet();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/blocking", "/async"})
  void refusesStreamsWhileThoseThatWereResetAreHandled(String path) throws Exception {
    try (FrameClient client = server.http2()) {
      open(client, 1, path);
      for (int id = 1; id < 2 * LIMIT; id += 2) {
        client.send(Frame.reset(id, CANCEL));
      }

      for (int id = 2 * LIMIT + 1; id < 100; id += 2) {
        client.send(Frame.get(id, path));
        assertThat(client.exchange(id).resetWith()).isEqualTo(ErrorCode.REFUSED_STREAM_ERROR.code);
      }
      assertThat(most).hasValue(LIMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/blocking", "/async"})
  void givesThePlaceBackWhenARequestHasBeenHandled(String path) throws Exception {
    try (FrameClient client = server.http2()) {
      int id = 1;
      for (int round = 0; round < 3 * LIMIT; round++) {
        client.send(Frame.get(id, path));
        assertThat(entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        client.send(Frame.reset(id, CANCEL));
        release.release();
        // From then on there is a place, and nobody else to take it.
        id = untilOneIsServed(client, id + 2);
      }
    }
  }

  /** CVE-2025-8671: the client makes the server reset the streams. */
  @Test
  void refusesStreamsAsWellWhenTheServerWasMadeToResetThem() throws Exception {
    try (FrameClient client = server.http2()) {
      open(client, 1, "/blocking");
      for (int id = 1; id < 2 * LIMIT; id += 2) {
        client.send(Frame.windowUpdate(id, Integer.MAX_VALUE));
        assertThat(client.exchange(id).resetWith()).isEqualTo(ErrorCode.FLOW_CONTROL_ERROR.code);
      }

      client.send(Frame.get(2 * LIMIT + 1, "/blocking"));

      assertThat(client.exchange(2 * LIMIT + 1).resetWith())
          .isEqualTo(ErrorCode.REFUSED_STREAM_ERROR.code);
      assertThat(most).hasValue(LIMIT);
    }
  }

  /** CVE-2023-44487, as fast as it goes: each stream is reset in the same write. */
  @Test
  void neverHandlesMoreThanTheLimitInARapidReset() throws Exception {
    try (FrameClient client = server.http2()) {
      byte[] attack = new byte[0];
      for (int id = 1; id < 800; id += 2) {
        attack =
            Frame.concat(
                attack, Frame.get(id, "/blocking").bytes(), Frame.reset(id, CANCEL).bytes());
      }
      client.sendBytes(attack);
      client.send(Frame.ping(7));

      client.next(frame -> frame.type() == Frame.PING && frame.has(Frame.ACK));
      assertThat(most.get()).isLessThanOrEqualTo(LIMIT);
    }
  }

  /** Opens as many streams as may be, waits for their requests, and returns the next id. */
  private int open(FrameClient client, int first, String path) throws Exception {
    for (int i = 0; i < LIMIT; i++) {
      client.send(Frame.get(first + 2 * i, path));
    }
    assertThat(entered.tryAcquire(LIMIT, 20, TimeUnit.SECONDS)).isTrue();
    return first + 2 * LIMIT;
  }

  /** Asks until a request is not refused, and returns the next id. */
  private static int untilOneIsServed(FrameClient client, int first) throws Exception {
    for (int id = first; id < first + 1_000_000; id += 2) {
      client.send(Frame.get(id, "/quick"));
      if (client.exchange(id).status() == 200) {
        return id + 2;
      }
    }
    throw new AssertionError("all were refused");
  }
}
