package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.limit.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** Watches one wait for a client, and ends the client's request when it takes too long. */
final class ClientWatch {
  private final SlowClient client;
  private final DataRate rate;
  private final int bytesPerSecond;
  private final boolean toClient;
  private final BooleanSupplier crowded;
  private final String happened;
  private long began;
  private long movedBefore;
  private @Nullable Deadline deadline;
  private boolean ended;

  /**
   * Makes a watch.
   *
   * @param toClient whether the client reads or sends
   * @param crowded whether so many wait that nobody may wait for other streams of its connection
   * @param happened what is said of who is too slow
   */
  ClientWatch(
      SlowClient client,
      DataRate rate,
      int bytesPerSecond,
      boolean toClient,
      BooleanSupplier crowded,
      String happened) {
    this.client = client;
    this.rate = rate;
    this.bytesPerSecond = bytesPerSecond;
    this.toClient = toClient;
    this.crowded = crowded;
    this.happened = happened;
  }

  synchronized void start(Duration allowance) {
    began = NanoTime.now();
    movedBefore = client.movedOnConnection(toClient);
    deadline = Deadline.after(client.scheduler(), allowance, () -> missed(allowance));
  }

  synchronized void end() {
    ended = true;
    if (deadline != null) {
      deadline.met();
      rate.waited(NanoTime.since(began));
    }
  }

  private void missed(Duration allowance) {
    synchronized (this) {
      if (ended) {
        return;
      }
      long moved = client.movedOnConnection(toClient) - movedBefore;
      double seconds = NanoTime.millisSince(began) / 1_000.0;
      if (seconds > 0
          && moved >= bytesPerSecond * seconds
          && !(toClient && client.hasShutItsWindow())
          && !crowded.getAsBoolean()) {
        // The line is busy with other streams of this client; this one only waits its turn.
        start(allowance);
        return;
      }
    }
    client.cutOff(happened);
  }
}
