package dev.jetticorn.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A child process whose output is kept, and which never outlives its test. */
public final class Program implements AutoCloseable {
  /** Long enough for a cold JVM on a busy machine; only a failing test waits for it. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String command;
  private final Process process;
  private final Output out;
  private final Output err;

  private Program(String command, Process process) {
    this.command = command;
    this.process = process;
    this.out = Output.of(process.getInputStream());
    this.err = Output.of(process.getErrorStream());
  }

  /** Starts a command in a directory, with variables added to a cleaned environment. */
  public static Program start(
      Path directory, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(List.copyOf(command)).directory(directory.toFile());
    Map<String, String> variables = builder.environment();
    // What the machine that runs the tests has set must not decide a test.
    variables
        .keySet()
        .removeIf(
            name ->
                name.startsWith("JETTICORN_")
                    || List.of(
                            "PORT",
                            "WEB_CONCURRENCY",
                            "FORWARDED_ALLOW_IPS",
                            "JAVA_TOOL_OPTIONS",
                            "JDK_JAVA_OPTIONS")
                        .contains(name));
    // A server of this user that is no part of the test may have the socket there.
    variables.put("XDG_RUNTIME_DIR", directory.toString());
    variables.putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      Program program = new Program(String.join(" ", command), process);
      ShownOnFailure.add(program);
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process still runs. */
  public boolean isRunning() {
    return process.isAlive();
  }

  /** What the program wrote to standard output so far. */
  public String out() {
    return out.text();
  }

  /** What the program wrote to standard error so far. */
  public String err() {
    return err.text();
  }

  /** Waits until standard error has a line like this, and returns it. */
  public String awaitErr(Predicate<String> wanted) throws InterruptedException {
    return awaitErr(1, wanted).get(0);
  }

  /** Waits until standard error has so many lines like this, and returns them. */
  public List<String> awaitErr(int count, Predicate<String> wanted) throws InterruptedException {
    return err.await(count, wanted, PATIENCE)
        .orElseThrow(
            () ->
                new AssertionError(
                    "%d such lines never came on standard error of%n%s".formatted(count, this)));
  }

  /** Waits until standard output has so many lines like this, and returns them. */
  public List<String> awaitOut(int count, Predicate<String> wanted) throws InterruptedException {
    return out.await(count, wanted, PATIENCE)
        .orElseThrow(
            () ->
                new AssertionError(
                    "%d such lines never came on standard output of%n%s".formatted(count, this)));
  }

  /** Asks the process to end, as an operator or a container does: SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends the process a signal, by its name without {@code SIG}. */
  public void signal(String name) throws InterruptedException {
    Tool.BASH.run("-c", "kill -s %s %d".formatted(name, pid())).succeeded();
  }

  /** Waits until standard output has a line like this, or the program has ended without one. */
  public boolean saysOnOut(Predicate<String> wanted, Duration patience)
      throws InterruptedException {
    return out.await(1, wanted, patience).isPresent();
  }

  /** Asks the processes that this one started to end, and then this one. */
  public void terminateAll() {
    List<ProcessHandle> children = process.descendants().toList();
    children.forEach(ProcessHandle::destroy);
    // A shell ends with the status of its child, if it is left in peace.
    if (children.isEmpty()) {
      process.destroy();
    }
  }

  /** Waits for the end. */
  public Finished finish() throws InterruptedException {
    return finish(PATIENCE);
  }

  /** Waits for the end of something long. */
  public Finished finish(Duration patience) throws InterruptedException {
    if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
      String running = toString();
      close();
      throw new AssertionError("did not end within " + patience + ":\n" + running);
    }
    out.awaitEnd(PATIENCE);
    err.awaitEnd(PATIENCE);
    return new Finished(command, process.exitValue(), out.text(), err.text());
  }

  /** Ends the process and its children, by their handles. */
  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    // First of all: a master of nginx that outlives its workers starts others.
    all.add(0, process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  @Override
  public String toString() {
    return "%s%n%s%n--- standard output%n%s--- standard error%n%s"
        .formatted(
            command,
            process.isAlive() ? "[running]" : "[exit status " + process.exitValue() + "]",
            tail(out),
            tail(err));
  }

  /** The end of what was said: a server may have said very much. */
  private static String tail(Output output) {
    List<String> lines = output.lines();
    int skipped = Math.max(0, lines.size() - 80);
    return (skipped == 0 ? "" : "(" + skipped + " lines)\n")
        + String.join("\n", lines.subList(skipped, lines.size()))
        + "\n";
  }
}
