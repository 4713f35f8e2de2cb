package dev.jetticorn.connector.operations;

import dev.jetticorn.connector.log.JsonLine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259) as Java's own values: {@code Map}, {@code List}, {@code String}, {@code Long},
 * {@code Double} and {@code Boolean}. Null is an empty text.
 *
 * <p>It is for the few short lines of the control socket, which do not pay for a library.
 */
final class Json {
  /** Nobody who means well goes deeper, and the stack has an end. */
  private static final int DEEPEST = 32;

  private final String text;
  private int next;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a text that is one value.
   *
   * @throws MalformedJsonException if it is not
   */
  static Object parse(String text) throws MalformedJsonException {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.next < text.length()) {
      throw json.malformed("something stands behind the value");
    }
    return value;
  }

  /** A text that is no JSON. */
  static final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private MalformedJsonException(String message) {
      super(message);
    }
  }

  private Object value(int depth) throws MalformedJsonException {
    if (depth > DEEPEST) {
      throw malformed("too many values in one another");
    }
    skipSpace();
    char c = next < text.length() ? text.charAt(next) : '\0';
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", "");
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) throws MalformedJsonException {
    Map<String, Object> members = new LinkedHashMap<>();
    next++;
    if (takes('}')) {
      return members;
    }
    do {
      skipSpace();
      if (next >= text.length() || text.charAt(next) != '"') {
        throw malformed("a name in quotation marks is missing");
      }
      String name = string();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        throw malformed("a name stands twice");
      }
    } while (takes(','));
    expect('}');
    return members;
  }

  private List<Object> array(int depth) throws MalformedJsonException {
    List<Object> elements = new ArrayList<>();
    next++;
    if (takes(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (takes(','));
    expect(']');
    return elements;
  }

  private String string() throws MalformedJsonException {
    StringBuilder string = new StringBuilder();
    next++;
    while (next < text.length()) {
      char c = text.charAt(next++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw malformed("a control character stands in a text");
      }
      string.append(c == '\\' ? escaped() : c);
    }
    throw malformed("a quotation mark is not closed");
  }

  private char escaped() throws MalformedJsonException {
    char c = next < text.length() ? text.charAt(next++) : '\0';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unit();
      default -> throw malformed("a backslash stands before what it cannot escape");
    };
  }

  private char unit() throws MalformedJsonException {
    int end = Math.min(next + 4, text.length());
    String digits = text.substring(next, end);
    if (!digits.matches("[0-9a-fA-F]{4}")) {
      throw malformed("four hexadecimal digits are missing");
    }
    next = end;
    return (char) Integer.parseInt(digits, 16);
  }

  private Object number() throws MalformedJsonException {
    int start = next;
    while (next < text.length() && "+-.0123456789eE".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
    String number = text.substring(start, next);
    if (number.matches("-?(0|[1-9][0-9]{0,17})")) {
      return Long.valueOf(number);
    }
    if (number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      double value = Double.parseDouble(number);
      if (Double.isInfinite(value)) {
        throw malformed("too large a number");
      }
      return value;
    }
    throw malformed(number.isEmpty() ? "a value is missing" : "not a number");
  }

  private <T> T word(String word, T value) throws MalformedJsonException {
    if (!text.startsWith(word, next)) {
      throw malformed("a value is missing");
    }
    next += word.length();
    return value;
  }

  private void expect(char wanted) throws MalformedJsonException {
    if (!takes(wanted)) {
      throw malformed("`" + wanted + "` is missing");
    }
  }

  private boolean takes(char wanted) {
    skipSpace();
    if (next < text.length() && text.charAt(next) == wanted) {
      next++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
      next++;
    }
  }

  private MalformedJsonException malformed(String why) {
    return new MalformedJsonException(why + " at character " + Math.min(next + 1, text.length()));
  }

  /** Writes a value in one line of ASCII. */
  static String print(Object value) {
    StringBuilder line = new StringBuilder();
    append(line, value);
    return line.toString();
  }

  private static void append(StringBuilder line, Object value) {
    if (value instanceof Map<?, ?> members) {
      String before = "{";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        JsonLine.appendText(line.append(before), String.valueOf(member.getKey()));
        append(line.append(':'), member.getValue());
        before = ",";
      }
      line.append(members.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> elements) {
      String before = "[";
      for (Object element : elements) {
        append(line.append(before), element);
        before = ",";
      }
      line.append(elements.isEmpty() ? "[]" : "]");
    } else if (value instanceof Number || value instanceof Boolean) {
      line.append(value);
    } else {
      JsonLine.appendText(line, value.toString());
    }
  }
}
