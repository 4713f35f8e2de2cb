package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.RequestUrgency;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Reads the value of a {@code Priority} field or of a PRIORITY_UPDATE frame: {@code u=1, i}.
 *
 * <p>The value is a dictionary (RFC 8941, 3.2). Unknown members, and an urgency or an incremental
 * that makes no sense, are ignored, as RFC 9218, 4 asks; a value that is no dictionary is none.
 */
public final class PriorityField {
  /** The name of the field. */
  public static final String NAME = "Priority";

  /** A bare item that is neither an integer nor a boolean: nobody needs to know which. */
  private static final Object OTHER = new Object();

  private final String text;
  private int next;

  private PriorityField(String text) {
    this.text = text;
  }

  /** What the {@code Priority} fields of a request say; the default if they say nothing usable. */
  public static RequestUrgency of(HttpFields fields) {
    return of(fields, RequestUrgency.DEFAULT);
  }

  /**
   * What the {@code Priority} fields of a response say.
   *
   * @param client what the client said, which holds where the response says nothing (RFC 9218, 8)
   */
  public static RequestUrgency of(HttpFields fields, RequestUrgency client) {
    List<String> values = fields.getValuesList(NAME);
    return values.isEmpty() ? client : parse(String.join(", ", values), client).orElse(client);
  }

  /**
   * Reads a priority.
   *
   * @param text such as {@code u=1, i}; empty text is the default
   * @return the priority, or nothing if the text is not a dictionary
   */
  public static Optional<RequestUrgency> parse(String text) {
    return parse(text, RequestUrgency.DEFAULT);
  }

  private static Optional<RequestUrgency> parse(String text, RequestUrgency unsaid) {
    try {
      return Optional.of(new PriorityField(text).dictionary(unsaid));
    } catch (NoDictionaryException e) {
      return Optional.empty();
    }
  }

  private RequestUrgency dictionary(RequestUrgency unsaid) {
    int urgency = unsaid.urgency();
    boolean incremental = unsaid.incremental();
    skip(" ");
    while (!atEnd()) {
      String key = key();
      Object value = member();
      // The last member of a name counts, even when it makes no sense (RFC 8941, 3.2).
      switch (key) {
        case "u" ->
            urgency =
                value instanceof Long number && number >= 0 && number <= 7
                    ? number.intValue()
                    : unsaid.urgency();
        case "i" -> incremental = value instanceof Boolean flag ? flag : unsaid.incremental();
        default -> {}
      }
      skip(" \t");
      if (!atEnd()) {
        expect(',');
        skip(" \t");
        if (atEnd()) {
          throw new NoDictionaryException();
        }
      }
    }
    return new RequestUrgency(urgency, incremental);
  }

  private Object member() {
    Object value = true;
    if (take('=')) {
      value = peek() == '(' ? innerList() : bareItem();
    }
    parameters();
    return value;
  }

  private Object innerList() {
    expect('(');
    skip(" ");
    while (!take(')')) {
      bareItem();
      parameters();
      if (peek() != ')' && peek() != ' ') {
        throw new NoDictionaryException();
      }
      skip(" ");
    }
    return OTHER;
  }

  private void parameters() {
    while (take(';')) {
      skip(" ");
      key();
      if (take('=')) {
        bareItem();
      }
    }
  }

  private String key() {
    int start = next;
    if (!isLowerCase(peek()) && peek() != '*') {
      throw new NoDictionaryException();
    }
    while (isLowerCase(peek()) || isDigit(peek()) || "_-.*".indexOf(peek()) >= 0) {
      next++;
    }
    return text.substring(start, next);
  }

  private Object bareItem() {
    char first = peek();
    if (first == '-' || isDigit(first)) {
      return number();
    }
    if (first == '?') {
      next++;
      return flag();
    }
    if (first == '"') {
      next++;
      return string();
    }
    if (first == ':') {
      next++;
      return bytes();
    }
    if (isLetter(first) || first == '*') {
      while (isLetter(peek()) || isDigit(peek()) || "!#$%&'*+-.^_`|~:/".indexOf(peek()) >= 0) {
        next++;
      }
      return OTHER;
    }
    throw new NoDictionaryException();
  }

  private Object number() {
    boolean negative = take('-');
    int start = next;
    int integerDigits = digits();
    if (take('.')) {
      int fractionDigits = digits();
      if (integerDigits < 1 || integerDigits > 12 || fractionDigits < 1 || fractionDigits > 3) {
        throw new NoDictionaryException();
      }
      return OTHER;
    }
    if (integerDigits < 1 || integerDigits > 15) {
      throw new NoDictionaryException();
    }
    long number = Long.parseLong(text, start, next, 10);
    return negative ? -number : number;
  }

  private int digits() {
    int start = next;
    while (isDigit(peek())) {
      next++;
    }
    return next - start;
  }

  private Object flag() {
    if (take('1')) {
      return true;
    }
    expect('0');
    return false;
  }

  private Object string() {
    while (!take('"')) {
      if (take('\\')) {
        if (!take('"')) {
          expect('\\');
        }
      } else if (peek() >= ' ' && peek() <= '~') {
        next++;
      } else {
        throw new NoDictionaryException();
      }
    }
    return OTHER;
  }

  private Object bytes() {
    while (!take(':')) {
      if (!isLetter(peek()) && !isDigit(peek()) && "+/=".indexOf(peek()) < 0) {
        throw new NoDictionaryException();
      }
      next++;
    }
    return OTHER;
  }

  private boolean atEnd() {
    return next == text.length();
  }

  /** The next character, or NUL, which no part of a dictionary can be, at the end. */
  private char peek() {
    return atEnd() ? 0 : text.charAt(next);
  }

  private boolean take(char expected) {
    if (peek() != expected) {
      return false;
    }
    next++;
    return true;
  }

  private void expect(char expected) {
    if (!take(expected)) {
      throw new NoDictionaryException();
    }
  }

  private void skip(String characters) {
    while (!atEnd() && characters.indexOf(peek()) >= 0) {
      next++;
    }
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isLetter(char c) {
    return isLowerCase(c) || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Ends the parsing, never leaves the class; without a stack trace, as clients can cause it. */
  private static final class NoDictionaryException extends RuntimeException {
    NoDictionaryException() {
      super(null, null, false, false);
    }
  }
}
