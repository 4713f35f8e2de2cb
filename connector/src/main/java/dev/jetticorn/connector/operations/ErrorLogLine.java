package dev.jetticorn.connector.operations;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * gunicorn's form: {@code [2026-11-22 17:50:47 +0000] [4711] [INFO] message}, with a stack trace
 * below.
 *
 * <p>Only the beginning of an entry stands at the beginning of a line. Whatever else has line ends
 * is indented, so that nobody who chooses a part of a message can forge an entry.
 */
final class ErrorLogLine implements ErrorLogForm {
  private static final String CONTINUED = "\n  ";

  private final DateTimeFormatter time =
      DateTimeFormatter.ofPattern("'['yyyy-MM-dd HH:mm:ss Z']'", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private final long pid = ProcessHandle.current().pid();
  private final String prefix;

  /**
   * Lines that begin with a name.
   *
   * @param name what they begin with; may be empty
   */
  ErrorLogLine(String name) {
    this.prefix = name.isEmpty() ? "" : name + ' ';
  }

  @Override
  public String entry(ILoggingEvent event) {
    StringBuilder entry = new StringBuilder(160).append(prefix);
    time.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), entry);
    entry.append(" [").append(pid).append("] [").append(name(event.getLevel())).append("] ");
    appendText(entry, event);
    return entry.toString();
  }

  @Override
  public String printed(String stream, String line) {
    return line;
  }

  /** Appends the message and its stack trace. */
  static void appendText(StringBuilder entry, ILoggingEvent event) {
    appendSafely(entry, String.valueOf(event.getFormattedMessage()));
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      entry.append(CONTINUED);
      appendSafely(entry, ThrowableProxyUtil.asString(thrown).stripTrailing());
    }
  }

  /** The name that Python has for a level. */
  static String name(Level level) {
    return level.equals(Level.WARN) ? "WARNING" : level.toString();
  }

  private static void appendSafely(StringBuilder entry, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        entry.append(CONTINUED);
      } else if (c == '\t' || !isControl(c)) {
        entry.append(c);
      } else if (c != '\r' || !text.startsWith("\n", i + 1)) {
        entry.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", (int) c));
      }
    }
  }

  /** Whether a terminal or an editor may take it for more than a character, or for a line end. */
  private static boolean isControl(char c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
