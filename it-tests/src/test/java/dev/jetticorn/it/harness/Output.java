package dev.jetticorn.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The lines that a process has written to one of its streams so far. */
final class Output {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Both guarded by the lock.
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private Output() {}

  static Output of(InputStream stream) {
    Output output = new Output();
    Thread reader = new Thread(() -> output.read(stream), "output of a child process");
    reader.setDaemon(true);
    reader.start();
    return output;
  }

  String text() {
    lock.lock();
    try {
      return String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
    } finally {
      lock.unlock();
    }
  }

  List<String> lines() {
    lock.lock();
    try {
      return List.copyOf(lines);
    } finally {
      lock.unlock();
    }
  }

  /** The first {@code count} lines that are wanted, or none when the process is silent or ends. */
  Optional<List<String>> await(int count, Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (true) {
        List<String> found = lines.stream().filter(wanted).limit(count).toList();
        if (found.size() == count) {
          return Optional.of(found);
        }
        if (ended || left <= 0) {
          return Optional.empty();
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the other side has closed the stream, so that {@link #text()} is all there is. */
  void awaitEnd(Duration patience) throws InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!ended && left > 0) {
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  boolean hasEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  private void read(InputStream stream) {
    try (var reader = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      // A process that was killed takes its pipe with it; what was read until then stays.
      add("(reading ended: " + e.getMessage() + ")");
    } finally {
      end();
    }
  }

  private void add(String line) {
    lock.lock();
    try {
      lines.add(line);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
