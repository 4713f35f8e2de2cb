package dev.jetticorn.connector.server.metrics;

import dev.jetticorn.connector.server.handler.RequestPermits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What waits for the server. */
final class Backlog {
  private static final Logger LOG = LoggerFactory.getLogger(Backlog.class);

  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTENING = "0A";

  private final Server server;

  Backlog(Server server) {
    this.server = server;
  }

  /** How many requests wait for a permit or a thread. */
  long requests() {
    long permits = new ServerState(server).permits().map(RequestPermits::waiting).orElse(0);
    return server.getThreadPool() instanceof QueuedThreadPool threads
        ? permits + threads.getQueueSize()
        : permits;
  }

  /** How many connections wait to be accepted: 0 where the system does not say. */
  long connections() {
    Set<Integer> ports =
        Arrays.stream(server.getConnectors())
            .filter(NetworkConnector.class::isInstance)
            .map(connector -> ((NetworkConnector) connector).getLocalPort())
            .collect(Collectors.toSet());
    return SOCKETS.stream().mapToLong(file -> waiting(file, ports)).sum();
  }

  private static long waiting(Path file, Set<Integer> ports) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
      return lines.skip(1).mapToLong(line -> waiting(line, ports)).sum();
    } catch (NoSuchFileException notLinux) {
      return 0;
    } catch (IOException e) {
      LOG.debug("the backlog is not known", e);
      return 0;
    }
  }

  /**
   * For example {@code 0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 ...}: a socket that
   * listens on port 8000, and of which 3 connections wait.
   */
  static long waiting(String line, Set<Integer> ports) {
    String[] words = line.strip().split(" +", 6);
    if (words.length < 6 || !words[3].equals(LISTENING)) {
      return 0;
    }
    int port = Integer.parseInt(words[1].substring(words[1].indexOf(':') + 1), 16);
    return ports.contains(port)
        ? Long.parseLong(words[4].substring(words[4].indexOf(':') + 1), 16)
        : 0;
  }
}
