package dev.jetticorn.connector.server.limit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.thread.Scheduler;

/** A time by which a client must have done something. It is either met or missed, never both. */
public final class Deadline {
  private final AtomicBoolean over = new AtomicBoolean();
  private final Scheduler.Task task;

  private Deadline(Scheduler scheduler, long nanos, Runnable missed) {
    task =
        scheduler.schedule(
            () -> {
              if (over.compareAndSet(false, true)) {
                missed.run();
              }
            },
            Math.max(0, nanos),
            TimeUnit.NANOSECONDS);
  }

  /**
   * Starts a deadline.
   *
   * @param missed is run by the scheduler's thread, and must not block
   */
  public static Deadline after(Scheduler scheduler, Duration time, Runnable missed) {
    return new Deadline(scheduler, time.toNanos(), missed);
  }

  /** Ends it: what had to be done is done, or nobody waits for it any more. */
  public void met() {
    if (over.compareAndSet(false, true)) {
      task.cancel();
    }
  }
}
