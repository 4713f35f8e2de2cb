package dev.jetticorn.it.harness;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with a deadline, for something that nobody announces: a file, for example. */
public final class Waiting {
  private Waiting() {}

  /** Whether the condition came true in time. */
  public static boolean until(BooleanSupplier condition) {
    long end = System.nanoTime() + Program.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
    }
    return true;
  }
}
