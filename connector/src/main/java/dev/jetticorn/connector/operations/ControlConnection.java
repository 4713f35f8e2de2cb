package dev.jetticorn.connector.operations;

import dev.jetticorn.connector.operations.Json.MalformedJsonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of the control socket: it sends commands, one after the other, or goes. */
final class ControlConnection {
  private static final Logger LOG = LoggerFactory.getLogger(ControlConnection.class);

  /** How long a command may take to come, and an answer to be read. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int LONGEST_COMMAND = 4_096;

  private static final ScheduledThreadPoolExecutor CLOCK = clock();

  private final SocketChannel channel;
  private final InputStream in;
  private final ControlCommands commands;
  private final Consumer<ControlConnection> gone;

  ControlConnection(
      SocketChannel channel, ControlCommands commands, Consumer<ControlConnection> gone) {
    this.channel = channel;
    this.in = new BufferedInputStream(Channels.newInputStream(channel));
    this.commands = commands;
    this.gone = gone;
  }

  private static ScheduledThreadPoolExecutor clock() {
    ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "jetticorn-control-clock");
              thread.setDaemon(true);
              return thread;
            });
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  void start() {
    Thread thread = new Thread(this::serve, "jetticorn-control-client");
    thread.setDaemon(true);
    thread.start();
  }

  /** Says that there are too many clients, and closes. */
  static void refuse(SocketChannel channel) throws IOException {
    try (channel) {
      channel.configureBlocking(false);
      channel.write(line(error("too many clients")));
    }
  }

  private void serve() {
    try (channel) {
      for (Optional<String> line = nextLine(); line.isPresent(); line = nextLine()) {
        answer(line.get());
      }
    } catch (IOException e) {
      LOG.debug("a control client has gone", e);
    } finally {
      gone.accept(this);
    }
  }

  /** The next command; empty when there is none to come. */
  private Optional<String> nextLine() throws IOException {
    Future<?> end = closeAfterPatience();
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int octet = in.read(); octet != '\n'; octet = in.read()) {
        if (octet < 0) {
          return Optional.empty();
        }
        if (line.size() == LONGEST_COMMAND) {
          channel.write(line(error("a command has at most " + LONGEST_COMMAND + " bytes")));
          return Optional.empty();
        }
        line.write(octet);
      }
      return Optional.of(line.toString(StandardCharsets.UTF_8));
    } finally {
      end.cancel(false);
    }
  }

  private void answer(String line) throws IOException {
    Object answer;
    Runnable afterwards = () -> {};
    try {
      String name = command(Json.parse(line));
      Object data = commands.run(name);
      if (data instanceof ControlCommands.Later later) {
        afterwards = later.action();
        data = later.said();
      }
      answer = ok(data);
    } catch (MalformedJsonException e) {
      answer = error("not a line of JSON: " + e.getMessage());
    } catch (ControlCommands.FailedCommandException e) {
      answer = error(String.valueOf(e.getMessage()));
    }
    Future<?> end = closeAfterPatience();
    try {
      ByteBuffer bytes = line(answer);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      end.cancel(false);
    }
    afterwards.run();
  }

  /** {@code {"command": "show stats"}} and nothing else: what is not understood is not guessed. */
  private static String command(Object request) throws ControlCommands.FailedCommandException {
    if (request instanceof Map<?, ?> members
        && members.size() == 1
        && members.get("command") instanceof String name) {
      return name;
    }
    throw new ControlCommands.FailedCommandException(
        "not a command: write {\"command\": \"show stats\"}, for example");
  }

  private static Map<String, Object> ok(Object data) {
    Map<String, Object> ok = new LinkedHashMap<>();
    ok.put("status", "ok");
    ok.put("data", data);
    return ok;
  }

  private static Map<String, Object> error(String message) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("status", "error");
    error.put("error", message);
    return error;
  }

  private static ByteBuffer line(Object value) {
    return ByteBuffer.wrap((Json.print(value) + '\n').getBytes(StandardCharsets.US_ASCII));
  }

  private Future<?> closeAfterPatience() {
    return CLOCK.schedule(
        () -> {
          try {
            channel.close();
          } catch (IOException e) {
            LOG.debug("a control client was not closed", e);
          }
        },
        PATIENCE.toMillis(),
        TimeUnit.MILLISECONDS);
  }
}
