package dev.jetticorn.connector.server.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when files have changed.
 *
 * <p>It looks at the files rather than waiting for events of the file system: an event of a
 * directory says nothing when a link further up is swapped, which is how Kubernetes renews a secret
 * and many deploy a release. A change is told when the files are the same at two looks, so that
 * nobody reads what is still being written.
 */
public final class FileWatch extends AbstractLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Supplier<List<FileState>> look;
  private final Runnable changed;
  private final ScheduledExecutorService clock;

  // The clock compares with what others have read last.
  private volatile List<FileState> inUse;

  // Only the thread of the clock uses it once it runs.
  private List<FileState> latest;

  /**
   * A watch that is not yet started.
   *
   * @param thread the name of its thread
   * @param inUse how the files were before they were read
   * @param look says how they are now
   * @param changed called once for each change, on the thread of the watch
   */
  public FileWatch(
      String thread, List<FileState> inUse, Supplier<List<FileState>> look, Runnable changed) {
    this.look = look;
    this.changed = changed;
    this.inUse = inUse;
    this.latest = inUse;
    this.clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, thread);
              made.setDaemon(true);
              return made;
            });
  }

  /** Says how the files were when they were last read, by whomever. */
  public void setInUse(List<FileState> states) {
    inUse = states;
  }

  @Override
  protected void doStart() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    clock.shutdownNow();
  }

  private void look() {
    try {
      List<FileState> now = look.get();
      boolean still = now.equals(latest);
      latest = now;
      if (still && !now.equals(inUse)) {
        // Whether they can be used or not: the same files are not read, nor complained of, again.
        inUse = now;
        changed.run();
      }
    } catch (RuntimeException | Error e) {
      // Thrown, it would end the clock.
      LOG.error("changed files were not taken up", e);
    }
  }
}
