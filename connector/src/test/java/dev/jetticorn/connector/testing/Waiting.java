package dev.jetticorn.connector.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody tells, and not for ever. */
public final class Waiting {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private Waiting() {}

  /** Whether the condition came true in time. */
  public static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }
}
