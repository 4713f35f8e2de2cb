package dev.jetticorn.connector.log;

import dev.jetticorn.connector.log.LogOutput.Outlet;
import dev.jetticorn.connector.settings.LogTarget;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a log from a thread of its own, so that nobody who logs ever waits for a disk, a pipe or a
 * network.
 *
 * <p>Entries wait in memory, 4 MiB of them at most. What comes when that is full is dropped and
 * counted, and the count is said in the error log as soon as there is room again. What cannot be
 * written waits and is tried again each second.
 */
public final class LogWriter implements AutoCloseable {
  static final int CAPACITY = 4 * 1024 * 1024;

  /** What an entry costs beside its bytes. */
  static final int OVERHEAD = 64;

  private static final int LARGEST_BATCH = 256;

  /** To be woken for each entry costs those who log more than the entry does. */
  private static final long GATHERING = Duration.ofMillis(1).toNanos();

  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  /** How often it is said while entries go on being dropped. */
  private static final long SAID_EACH = Duration.ofSeconds(10).toNanos();

  /** How long the end waits without seeing anything written. */
  private static final Duration STUCK = Duration.ofSeconds(1);

  /** How long the end waits for a log that is slow. */
  private static final Duration LONGEST_END = Duration.ofSeconds(10);

  private final String name;
  private final LogOutput output;
  private final Thread thread;
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All of these are read and written with the lock held.
  private ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private int held;
  private boolean started;
  private boolean resting;
  private boolean reopen;
  private boolean closed;

  // Only the writer's own thread uses these, once it has started.
  private ArrayDeque<ByteBuffer> writing = new ArrayDeque<>();
  private @Nullable Outlet outlet;
  private int batch;
  private boolean used;
  private boolean broken;
  private long saidDropped;
  private long saidAt = System.nanoTime();

  private LogWriter(String name, LogOutput output) {
    this.name = name;
    this.output = output;
    thread = new Thread(this::run, "jetticorn-" + name.replace(' ', '-'));
    thread.setDaemon(true);
  }

  /**
   * Writes to a file or a standard stream.
   *
   * @param name what the operator calls it: {@code access log}
   * @throws IOException if it cannot be written, with a message that completes "this cannot be
   *     written: "
   */
  public static LogWriter to(String name, LogTarget target) throws IOException {
    LogWriter writer = to(name, new LogOutput.Target(target));
    // To open a pipe is to wait until somebody reads, which only the writer's thread may do.
    if (!target.isPipe()) {
      writer.open();
    } else if (target instanceof LogTarget.File file && !Files.isWritable(file.path())) {
      throw new IOException("permission denied");
    }
    return writer;
  }

  /** Writes to something that the writer's thread opens. */
  static LogWriter to(String name, LogOutput output) {
    return new LogWriter(name, output);
  }

  /** Writes an entry soon, or drops it when too many wait. */
  public void write(byte[] entry) {
    lock.lock();
    try {
      int cost = entry.length + OVERHEAD;
      if (closed || cost > CAPACITY - held) {
        dropped.incrementAndGet();
        return;
      }
      held += cost;
      waiting.add(ByteBuffer.wrap(entry));
      if (!started || resting) {
        resting = false;
        wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Opens the file anew, because somebody has moved the old one away. */
  public void reopen() {
    lock.lock();
    try {
      reopen = true;
      wake();
    } finally {
      lock.unlock();
    }
  }

  /** With the lock held. */
  private void wake() {
    if (started) {
      changed.signal();
    } else if (!closed) {
      started = true;
      thread.start();
    }
  }

  /** How many entries were dropped so far. */
  public long dropped() {
    return dropped.get();
  }

  /** Writes what waits and ends. Gives up when nothing moves for a second. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
      if (!started) {
        closeOutlet();
      }
    } finally {
      lock.unlock();
    }
    try {
      long end = System.nanoTime() + LONGEST_END.toNanos();
      long before = -1;
      while (thread.isAlive() && written.get() > before && System.nanoTime() < end) {
        before = written.get();
        thread.join(STUCK.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (awaitWork()) {
      try {
        openIfNeeded();
        writeBatch();
        sayWhatWasDropped();
        if (writing.isEmpty()) {
          pause(GATHERING);
        }
      } catch (IOException e) {
        fail(e);
      }
    }
    closeOutlet();
  }

  /** Waits until there is something to do; false when there never will be. */
  private boolean awaitWork() {
    lock.lock();
    try {
      while (writing.isEmpty() && waiting.isEmpty() && !reopen && !closed) {
        resting = true;
        changed.awaitUninterruptibly();
      }
      resting = false;
      if (closed && broken) {
        dropped.addAndGet(writing.size() + waiting.size());
        return false;
      }
      if (writing.isEmpty()) {
        ArrayDeque<ByteBuffer> empty = writing;
        writing = waiting;
        waiting = empty;
      }
      return !writing.isEmpty() || !closed;
    } finally {
      lock.unlock();
    }
  }

  private void openIfNeeded() throws IOException {
    boolean asked;
    lock.lock();
    try {
      asked = reopen;
      reopen = false;
    } finally {
      lock.unlock();
    }
    if (outlet == null) {
      open();
    } else if (asked) {
      try {
        open();
      } catch (IOException e) {
        log()
            .error(
                "the {} goes on where it was, it cannot be opened anew: {}", name, e.getMessage());
      }
    }
  }

  private void open() throws IOException {
    Outlet opened = output.open();
    closeOutlet();
    outlet = opened;
    used = false;
    batch = opened.batch();
    // The beginning of an entry is somewhere else now.
    ByteBuffer first = writing.peek();
    if (first != null) {
      first.rewind();
    }
  }

  private void writeBatch() throws IOException {
    List<ByteBuffer> entries = new ArrayList<>();
    int bytes = 0;
    for (ByteBuffer entry : writing) {
      bytes += entry.remaining();
      if (!entries.isEmpty() && (bytes > batch || entries.size() == LARGEST_BATCH)) {
        break;
      }
      entries.add(entry);
    }
    if (entries.isEmpty() || outlet == null) {
      return;
    }
    outlet.write(entries.toArray(ByteBuffer[]::new));
    int freed = 0;
    while (!writing.isEmpty() && !writing.peek().hasRemaining()) {
      freed += writing.remove().capacity() + OVERHEAD;
      written.incrementAndGet();
    }
    if (freed == 0) {
      // A pipe that somebody has set not to block is full.
      pause(Duration.ofMillis(10).toNanos());
    } else {
      used = true;
      free(freed);
    }
  }

  private void free(int bytes) {
    lock.lock();
    try {
      held -= bytes;
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException e) {
    if (!output.continuesAfterFailure()) {
      closeOutlet();
      if (used) {
        // A connection that was ended, as by a restart of syslog: the next one may work at once.
        used = false;
        return;
      }
    }
    // Once is enough until it works again.
    if (!broken) {
      broken = true;
      log().error("the {} cannot be written and is tried again: {}", name, e.getMessage());
    }
    pause(RETRY);
  }

  private void sayWhatWasDropped() {
    long unsaid = dropped.get() - saidDropped;
    if (broken) {
      log().warn("the {} is written again; {} entries were dropped", name, unsaid);
    } else if (unsaid > 0 && (writing.isEmpty() || System.nanoTime() - saidAt > SAID_EACH)) {
      log().warn("the {} was written too slowly; {} entries were dropped", name, unsaid);
    } else {
      return;
    }
    broken = false;
    saidDropped += unsaid;
    saidAt = System.nanoTime();
  }

  private void pause(long nanos) {
    lock.lock();
    try {
      for (long left = nanos; left > 0 && !closed && !reopen; ) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void closeOutlet() {
    try {
      if (outlet != null) {
        outlet.close();
      }
    } catch (IOException e) {
      // What was written is out; nothing is lost with it.
    } finally {
      outlet = null;
    }
  }

  /** Not a constant: one of these writes the error log, and exists before there are loggers. */
  private static Logger log() {
    return LoggerFactory.getLogger(LogWriter.class);
  }
}
