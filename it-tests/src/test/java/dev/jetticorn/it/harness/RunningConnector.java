package dev.jetticorn.it.harness;

import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that has started. Closing it kills it; {@link #stop()} is the polite way. */
public final class RunningConnector implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening at: (?<scheme>https?)://(?<host>\\[[^]]+]|[^:/ ]+):(?<port>\\d+)");
  private static final Pattern LISTENING_ANYWHERE = Pattern.compile("Listening at: \\w+:");

  private final Program program;
  private final List<String> listeners;

  private RunningConnector(Program program, List<String> listeners) {
    this.program = program;
    this.listeners = listeners;
  }

  static RunningConnector ready(Program program, int listeners) throws InterruptedException {
    List<String> lines =
        program.awaitErr(listeners, line -> LISTENING_ANYWHERE.matcher(line).find());
    // The last line of a start: what a test finds in the log after it is its own doing.
    program.awaitErr(1, line -> line.contains("Using worker: "));
    return new RunningConnector(program, lines);
  }

  /** The lines that the server said about its listeners, in their order. */
  public List<String> listeners() {
    return listeners;
  }

  /** The port of the first listener. */
  public int port() {
    return uri(0, "/").getPort();
  }

  /** The address of something on the first listener, by the name that its certificate has. */
  public String url(String path) {
    return url(0, path);
  }

  /** The address of something on a listener, numbered from 0. */
  public String url(int listener, String path) {
    return uri(listener, path).toString();
  }

  /** The address of something on the first listener. */
  public URI uri(String path) {
    return uri(0, path);
  }

  private URI uri(int listener, String path) {
    Matcher matcher = LISTENING.matcher(listeners.get(listener));
    if (!matcher.find()) {
      throw new IllegalStateException(listeners.get(listener));
    }
    String host = matcher.group("host").startsWith("[") ? "[::1]" : "localhost";
    return URI.create(
        "%s://%s:%s%s".formatted(matcher.group("scheme"), host, matcher.group("port"), path));
  }

  /** The process behind it. */
  public Program program() {
    return program;
  }

  /** Everything that the server said on standard error until now. */
  public String log() {
    return program.err();
  }

  /** Asks the server to stop and waits until it has. */
  public Finished stop() throws InterruptedException {
    program.terminate();
    return program.finish();
  }

  @Override
  public void close() {
    program.close();
  }
}
