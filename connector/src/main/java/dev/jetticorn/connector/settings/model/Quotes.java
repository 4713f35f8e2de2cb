package dev.jetticorn.connector.settings.model;

/** Quotation marks round a whole value, as in gunicorn's {@code bind = "127.0.0.1:8000"}. */
final class Quotes {
  private Quotes() {}

  /** True when {@code text} is one string in quotation marks, and not, say, {@code "a" and "b"}. */
  static boolean surround(String text) {
    return text.length() >= 2 && end(text, 0) == text.length() - 1;
  }

  /** The index of the mark that closes the one at {@code open}; -1 if there is none. */
  static int end(String text, int open) {
    char mark = text.charAt(open);
    if (mark != '"' && mark != '\'') {
      return -1;
    }
    for (int i = open + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == mark) {
        return i;
      }
    }
    return -1;
  }

  /** The text between the marks. A backslash protects a mark or another backslash. */
  static String strip(String text) {
    if (!surround(text)) {
      return text;
    }
    var inside = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      boolean escape = c == '\\' && isEscaped(text.charAt(i + 1));
      inside.append(escape ? text.charAt(++i) : c);
    }
    return inside.toString();
  }

  /** How far the text between the marks is from the beginning. */
  static int offset(String text) {
    return surround(text) ? 1 : 0;
  }

  /** The text in quotation marks. */
  static String around(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isEscaped(char c) {
    return c == '\\' || c == '"' || c == '\'';
  }
}
