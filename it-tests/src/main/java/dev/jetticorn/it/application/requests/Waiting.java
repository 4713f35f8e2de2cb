package dev.jetticorn.it.application.requests;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with a deadline, for something that nobody will announce. */
final class Waiting {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Waiting() {}

  static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
    return true;
  }
}
