package dev.jetticorn.connector.operations;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator may ask of a running server, or tell it.
 *
 * <p>What a command returns is {@code Map}, {@code List}, {@code String}, {@code Number} or {@code
 * Boolean}, in one another as JSON is.
 */
public final class ControlCommands {
  private static final Logger LOG = LoggerFactory.getLogger(ControlCommands.class);

  private final Map<String, Callable<?>> commands = new LinkedHashMap<>();

  /**
   * Something to be done when the answer is out, because it may be the last one.
   *
   * @param said the answer
   */
  public record Later(Object said, Runnable action) {}

  /** A command that is not there, or did not work; the message is for the operator. */
  public static final class FailedCommandException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What the operator reads. */
    public FailedCommandException(String message) {
      super(message);
    }
  }

  /** Adds a command, e.g. {@code show stats}. */
  public ControlCommands add(String name, Callable<?> command) {
    commands.put(name, command);
    return this;
  }

  Object run(String name) throws FailedCommandException {
    Callable<?> command =
        commands.get(name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT));
    if (command == null) {
      throw new FailedCommandException(
          "unknown command `" + name + "`; there are: " + String.join(", ", commands.keySet()));
    }
    try {
      return command.call();
    } catch (FailedCommandException e) {
      throw e;
    } catch (Exception e) {
      LOG.error("control command `{}` failed", name, e);
      throw new FailedCommandException("the command failed; the error log has the reason");
    }
  }
}
