package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.server.limit.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Ends a session that has served so many requests or become so old, and announces the end at a stop
 * (RFC 9113, 6.8).
 *
 * <p>A first GOAWAY says that it will end, and a second one, when what was on its way has come,
 * which streams are the last. These finish, however long they take and however silent they are.
 */
final class Retirement {
  /** How long a request may have been on its way when the first GOAWAY went out. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(5);

  /** The same at a stop, which nobody wants to wait for. */
  private static final Duration ON_ITS_WAY_AT_A_STOP = Duration.ofMillis(500);

  /** How long the client has to close the connection when its last stream has ended. */
  private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(1);

  private final Http2Session session;
  private final Scheduler scheduler;
  private final ConnectionLifetime lifetime;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean announced = new AtomicBoolean();
  private final CompletableFuture<Void> heard = new CompletableFuture<>();
  private final Optional<Deadline> age;

  Retirement(Http2Session session, Scheduler scheduler, ConnectionLifetime lifetime) {
    this.session = session;
    this.scheduler = scheduler;
    this.lifetime = lifetime;
    this.age =
        Optional.of(lifetime.maxAge())
            .filter(maxAge -> !maxAge.isZero())
            .map(maxAge -> Deadline.after(scheduler, maxAge, this::begin));
  }

  /** Called when a request opens its stream. */
  void onRequest() {
    if (lifetime.maxRequests() > 0 && requests.incrementAndGet() == lifetime.maxRequests()) {
      begin();
    }
  }

  /** Whether only the streams that are left keep the session from closing. */
  boolean waitsForStreams() {
    return begun.get() && !session.getStreams().isEmpty();
  }

  /**
   * Says at a stop that the session will end, and is complete when what the client sent until it
   * heard that has come.
   *
   * <p>Jetty would name the last stream at once when none is open, and when the last one ends at
   * that moment even before it has said that the session will end.
   */
  CompletableFuture<Void> announce() {
    CloseState state = session.getCloseState();
    if (state != CloseState.NOT_CLOSED && state != CloseState.REMOTELY_CLOSED) {
      heard.complete(null);
    } else if (announced.compareAndSet(false, true)) {
      session.sendGracefulGoAway();
      scheduler.schedule(
          () -> heard.complete(null), ON_ITS_WAY_AT_A_STOP.toMillis(), TimeUnit.MILLISECONDS);
    }
    return heard;
  }

  /** Whether a stop has said that the session will end. */
  boolean isAnnounced() {
    return announced.get();
  }

  /** Called when the connection has closed. */
  void closed() {
    age.ifPresent(Deadline::met);
  }

  private void begin() {
    if (begun.compareAndSet(false, true)) {
      // Past Jetty, which would let the second follow at once when no stream is open.
      session.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
      scheduler.schedule(this::end, ON_ITS_WAY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void end() {
    session.getEndPoint().setIdleTimeout(TIME_TO_CLOSE.toMillis());
    session.close(ErrorCode.NO_ERROR.code, "retired", Callback.NOOP);
  }
}
