package dev.jetticorn.connector.server.session;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_STORE;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once that a store fails and once that it works again, however many requests see it.
 *
 * <p>Of a store that is down it is asked once a second, by one request, whether it still is; all
 * others fail at once, so that they do not wait for it with the threads that others need.
 */
final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  /** As long as this there is a pause between two attempts. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** A store that fails now and then is reported once, and not each time. */
  static final Duration STABLE = Duration.ofSeconds(5);

  private record Failure(long since, long last, long failed) {
    Failure again(long now) {
      return new Failure(since, now, failed + 1);
    }
  }

  private final LongSupplier nanoTime;
  private final Predicate<Exception> isDown;
  private final Function<Exception, String> words;

  /** When the next attempt may be made; 0 as long as the store is not down. */
  private final AtomicLong nextAttempt = new AtomicLong();

  private final AtomicReference<Failure> failure = new AtomicReference<>();

  /**
   * Makes the health of a store.
   *
   * @param isDown whether after such a failure the next attempt would fail too
   * @param words what a failure says to the operator
   */
  StoreHealth(
      LongSupplier nanoTime, Predicate<Exception> isDown, Function<Exception, String> words) {
    this.nanoTime = nanoTime;
    this.isDown = isDown;
    this.words = words;
  }

  /** Uses the store. */
  <T> T use(Callable<T> call) {
    if (!mayTry()) {
      throw failed(new StoreUnavailableException());
    }
    T result;
    try {
      result = call.call();
    } catch (Exception e) {
      nextAttempt.set(isDown.test(e) ? Math.max(1, nanoTime.getAsLong() + PAUSE.toNanos()) : 0);
      report(e);
      LOG.debug("the sessions could not be used", e);
      throw failed(new StoreUnavailableException());
    }
    nextAttempt.set(0);
    worked();
    return result;
  }

  private boolean mayTry() {
    long next = nextAttempt.get();
    long now = nanoTime.getAsLong();
    return next == 0 || (now >= next && nextAttempt.compareAndSet(next, now + PAUSE.toNanos()));
  }

  private void report(Exception e) {
    long now = nanoTime.getAsLong();
    if (failure.compareAndSet(null, new Failure(now, now, 0))) {
      LOG.error(
          "sessions cannot be read or written: {}; requests that need one are answered 503 ({})",
          words.apply(e),
          SESSION_STORE.name());
    }
  }

  private StoreUnavailableException failed(StoreUnavailableException e) {
    long now = nanoTime.getAsLong();
    failure.updateAndGet(last -> last == null ? null : last.again(now));
    return e;
  }

  private void worked() {
    Failure last = failure.get();
    long now = nanoTime.getAsLong();
    if (last != null
        && now - last.last() >= STABLE.toNanos()
        && failure.compareAndSet(last, null)) {
      LOG.info(
          "sessions can be read and written again, after {} failures in {} s",
          last.failed(),
          Duration.ofNanos(last.last() - last.since()).toSeconds());
    }
  }
}
