package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;

/**
 * A path, or {@code -} for the standard stream that belongs to the log.
 *
 * <p>The error log, which goes to standard error, cannot be switched off.
 */
final class LogTargetType extends ScalarType<LogTarget> {
  private final ValueType<Path> path = ValueType.path();
  private final LogTarget stream;
  private final String streamInWords;

  private LogTargetType(LogTarget stream, String streamInWords) {
    this.stream = stream;
    this.streamInWords = streamInWords;
  }

  static LogTargetType orStandardOutput() {
    return new LogTargetType(new LogTarget.StandardOutput(), "standard output");
  }

  static LogTargetType orStandardError() {
    return new LogTargetType(new LogTarget.StandardError(), "standard error");
  }

  @Override
  protected LogTarget parseBare(String text) throws BadValue {
    if (text.equals("None") && stream instanceof LogTarget.StandardError) {
      throw BadValue.all(text, "there is always an error log");
    }
    return text.equals("-") ? stream : new LogTarget.File(path.parse(text));
  }

  @Override
  protected String printBare(LogTarget value) {
    return value instanceof LogTarget.File file ? file.path().toString() : "-";
  }

  @Override
  public LogTarget startingAt(Path base, LogTarget value) {
    return value instanceof LogTarget.File file
        ? new LogTarget.File(base.resolve(file.path()))
        : value;
  }

  @Override
  public String allowed() {
    return path.allowed() + " or - for " + streamInWords;
  }

  @Override
  public String placeholder() {
    return path.placeholder() + "|-";
  }
}
