package dev.jetticorn.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The command {@code java -jar connector.jar}, about to be run. Immutable: each method returns a
 * copy.
 *
 * <p>Example: {@code Connector.in(directory).settings("war = app.war").start()}.
 */
public final class Connector {
  private final Path directory;
  private final List<String> starter;
  private final List<String> javaOptions;
  private final List<String> arguments;
  private final Map<String, String> environment;

  private Connector(
      Path directory,
      List<String> starter,
      List<String> javaOptions,
      List<String> arguments,
      Map<String, String> environment) {
    this.directory = directory;
    this.starter = List.copyOf(starter);
    this.javaOptions = List.copyOf(javaOptions);
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
  }

  /** A command that is run in a directory. */
  public static Connector in(Path directory) {
    return new Connector(directory, List.of(), List.of(), List.of(), Map.of());
  }

  /** Writes {@code server.properties} into the directory, which the command reads by itself. */
  public Connector settings(String text) {
    try {
      Files.writeString(directory.resolve("server.properties"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Adds words to the command line. */
  public Connector with(Object... words) {
    List<String> more = new ArrayList<>(arguments);
    for (Object word : words) {
      more.add(word.toString());
    }
    return new Connector(directory, starter, javaOptions, more, environment);
  }

  /** Adds an option of the JVM itself. */
  public Connector jvm(String option) {
    List<String> more = new ArrayList<>(javaOptions);
    more.add(option);
    return new Connector(directory, starter, more, arguments, environment);
  }

  /** Lets a program start the command, which must become the server: {@code env}, for example. */
  public Connector startedBy(String... words) {
    return new Connector(directory, List.of(words), javaOptions, arguments, environment);
  }

  /** Sets a variable of the environment. */
  public Connector environment(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Connector(directory, starter, javaOptions, arguments, more);
  }

  /** Runs a command that is expected to end by itself. */
  public Finished run() throws InterruptedException {
    try (Program program = launch()) {
      return program.finish();
    }
  }

  /** Starts a server and waits until its one listener is open. */
  public RunningConnector start() throws InterruptedException {
    return start(1);
  }

  /** Starts a server and waits until so many listeners are open. */
  public RunningConnector start(int listeners) throws InterruptedException {
    Program program = launch();
    try {
      return RunningConnector.ready(program, listeners);
    } catch (AssertionError | InterruptedException | RuntimeException e) {
      program.close();
      throw e;
    }
  }

  /** Starts the command and waits for nothing. */
  public Program launch() {
    List<String> command = new ArrayList<>(starter);
    command.add(Repository.java().toString());
    command.addAll(javaOptions);
    command.add("-jar");
    command.add(Repository.connectorJar().toString());
    command.addAll(arguments);
    return Program.start(directory, environment, command);
  }
}
