package dev.jetticorn.connector.server.handler;

import java.time.Duration;

/**
 * How long a client may still keep the server waiting in one direction of a request.
 *
 * <p>Waiting runs up a debt that the bytes of the client pay off; the debt may grow to the grace.
 */
final class DataRate {
  private final long bytesPerSecond;
  private final long grace;
  private long debt;

  DataRate(int bytesPerSecond, Duration grace) {
    this.bytesPerSecond = bytesPerSecond;
    this.grace = grace.toNanos();
  }

  /** How long so many bytes may take from now on; zero or less when the client is too slow. */
  synchronized Duration allowance(long bytes) {
    return Duration.ofNanos(grace - debt + price(bytes));
  }

  /** Counts time in which the client kept the server waiting. */
  synchronized void waited(long nanos) {
    debt += nanos;
  }

  /** Counts bytes that the client sent or read. */
  synchronized void moved(long bytes) {
    debt = Math.max(0, debt - price(bytes));
  }

  private long price(long bytes) {
    return (long) ((double) bytes / bytesPerSecond * 1_000_000_000L);
  }
}
