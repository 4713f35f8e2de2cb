package dev.jetticorn.connector.operations;

import dev.jetticorn.connector.unix.UnixDatagrams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the service manager how the server is: sd_notify(3). */
public final class ReadinessNotice {
  private static final Logger LOG = LoggerFactory.getLogger(ReadinessNotice.class);
  private static final String SOCKET = "NOTIFY_SOCKET";

  /** How long a service manager may be too busy to take a message. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Optional<String> socket;

  // Read and written with the lock of this object held.
  private boolean stopping;

  private ReadinessNotice(Optional<String> socket) {
    this.socket = socket;
  }

  /** Notices for whoever set these environment variables; nobody is told without them. */
  public static ReadinessNotice in(Map<String, String> environment) {
    return new ReadinessNotice(
        Optional.ofNullable(environment.get(SOCKET)).filter(name -> !name.isEmpty()));
  }

  /** The server serves. */
  public void ready(String status) {
    send("READY=1\nSTATUS=" + status);
  }

  /** The server takes its settings again; {@link #ready} follows. */
  public void reloading() {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
    send("RELOADING=1\nMONOTONIC_USEC=" + micros);
  }

  /** The server is about to end, and tells nothing after that: not that a reload has ended. */
  public synchronized void stopping() {
    send("STOPPING=1");
    stopping = true;
  }

  private synchronized void send(String assignments) {
    if (!stopping) {
      socket.ifPresent(name -> send(name, assignments));
    }
  }

  private static void send(String name, String assignments) {
    try (UnixDatagrams manager = connect(name)) {
      manager.send(assignments.getBytes(StandardCharsets.UTF_8), PATIENCE);
    } catch (IOException e) {
      LOG.warn(
          "the service manager at {} ({}) is not told {}: {}",
          name,
          SOCKET,
          assignments.lines().findFirst().orElseThrow(),
          e.getMessage());
    }
  }

  private static UnixDatagrams connect(String name) throws IOException {
    if (name.startsWith("@")) {
      return UnixDatagrams.toAbstract(name.substring(1));
    }
    if (name.startsWith("/")) {
      return UnixDatagrams.to(Path.of(name));
    }
    throw new IOException("neither a path nor @name");
  }
}
