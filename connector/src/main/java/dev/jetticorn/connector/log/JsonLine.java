package dev.jetticorn.connector.log;

import org.jspecify.annotations.Nullable;

/**
 * One JSON object on one line: <code>{"status":200,"path":"/a"}</code>.
 *
 * <p>Whatever stands in a text, the line is ASCII without control characters, and valid JSON (RFC
 * 8259): it cannot end the line or the text, nor speak to a terminal.
 */
public final class JsonLine {
  private static final char REPLACEMENT = '\uFFFD';

  private final StringBuilder line;
  private boolean isFirst = true;

  /** Begins an object at the end of the line. */
  public JsonLine(StringBuilder line) {
    this.line = line.append('{');
  }

  /** Adds a member, unless there is no value. */
  public JsonLine put(String name, @Nullable CharSequence value) {
    if (value != null) {
      begin(name);
      appendText(line, value);
    }
    return this;
  }

  /** Adds a member that is a number. */
  public JsonLine put(String name, long value) {
    begin(name);
    line.append(value);
    return this;
  }

  /** Adds a member that is a number of seconds, with six decimals. */
  public JsonLine putSeconds(String name, long nanos) {
    begin(name);
    appendSeconds(line, nanos);
    return this;
  }

  /** Appends a number of seconds with six decimals: {@code 0.001234}. */
  public static void appendSeconds(StringBuilder line, long nanos) {
    long micros = nanos / 1_000;
    String decimals = Long.toString(1_000_000 + micros % 1_000_000);
    line.append(micros / 1_000_000).append('.').append(decimals, 1, decimals.length());
  }

  /** Ends the object. */
  public void end() {
    line.append('}');
  }

  private void begin(String name) {
    if (!isFirst) {
      line.append(',');
    }
    isFirst = false;
    line.append('"').append(name).append("\":");
  }

  /** Appends a text with its quotation marks. */
  public static void appendText(StringBuilder line, CharSequence text) {
    line.append('"');
    appendEscaped(line, text);
    line.append('"');
  }

  private static void appendEscaped(StringBuilder line, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (c >= ' ' && c < 0x7F) {
            line.append(c);
          } else {
            appendUnit(line, isHalf(text, i) ? REPLACEMENT : c);
          }
        }
      }
    }
  }

  /** Whether this is half of a character whose other half is missing. */
  private static boolean isHalf(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  private static void appendUnit(StringBuilder line, char c) {
    line.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      line.append(Character.forDigit((c >> shift) & 0xF, 16));
    }
  }
}
