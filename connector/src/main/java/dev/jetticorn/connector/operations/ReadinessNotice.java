package dev.jetticorn.connector.operations;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager how the server is: sd_notify(3).
 *
 * <p>The socket that {@code NOTIFY_SOCKET} names takes datagrams, which Java cannot send to a unix
 * socket; systemd's own program does it (docs/decisions/0024).
 */
public final class ReadinessNotice implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessNotice.class);
  private static final String PROGRAM = "systemd-notify";

  /** Longer than a busy machine takes to start a small program. */
  private static final int PATIENCE_SECONDS = 5;

  private final Optional<Path> program;
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "jetticorn-notify");
            thread.setDaemon(true);
            return thread;
          });

  // Read and written with the lock of this object held.
  private boolean stopping;

  private ReadinessNotice(Optional<Path> program) {
    this.program = program;
  }

  /** Notices for whoever set these environment variables; nobody is told without them. */
  public static ReadinessNotice in(Map<String, String> environment) {
    if (environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty()) {
      return new ReadinessNotice(Optional.empty());
    }
    String search = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    Optional<Path> program =
        Stream.of(search.split(File.pathSeparator))
            .map(directory -> Path.of(directory, PROGRAM))
            .filter(Files::isExecutable)
            .findFirst();
    if (program.isEmpty()) {
      LOG.warn("The service manager is not told when the server is ready: no {} in PATH", PROGRAM);
    }
    return new ReadinessNotice(program);
  }

  /** The server serves. */
  public void ready(String status) {
    send("READY=1", "STATUS=" + status);
  }

  /** The server takes its settings again; {@link #ready} follows. */
  public void reloading() {
    send("RELOADING=1", "MONOTONIC_USEC=" + TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
  }

  /** The server is about to end, and tells nothing after that: not that a reload has ended. */
  public synchronized void stopping() {
    send("STOPPING=1");
    stopping = true;
  }

  private synchronized void send(String... assignments) {
    if (!stopping) {
      program.ifPresent(path -> inOrder.execute(() -> run(path, assignments)));
    }
  }

  private static void run(Path program, String... assignments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(assignments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        LOG.warn("{} did not end within {} s", PROGRAM, PATIENCE_SECONDS);
      } else if (process.exitValue() != 0) {
        LOG.warn("{} ended with status {}", PROGRAM, process.exitValue());
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be run: {}", PROGRAM, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until what was told has been sent. */
  @Override
  public void close() {
    inOrder.shutdown();
    try {
      if (!inOrder.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        inOrder.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
