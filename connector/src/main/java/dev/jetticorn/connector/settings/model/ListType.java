package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

final class ListType<T> implements ValueType<List<T>> {
  private final ValueType<T> element;

  ListType(ValueType<T> element) {
    this.element = element;
  }

  @Override
  public List<T> parse(String text) throws BadValue {
    if (Quotes.surround(text)) {
      try {
        return parse(Quotes.strip(text));
      } catch (BadValue bad) {
        throw bad.shiftedBy(1);
      }
    }
    int from = 0;
    int to = text.length();
    if (isPythonList(text)) {
      from++;
      to--;
      // Python allows a comma after the last element.
      String inside = text.substring(from, to).stripTrailing();
      to = from + inside.length() - (inside.endsWith(",") ? 1 : 0);
    }
    var values = new ArrayList<T>();
    for (int start = from; start <= to; ) {
      int end = endOfElement(text, start, to);
      values.add(parseElement(text, start, end));
      start = end + 1;
    }
    return List.copyOf(values);
  }

  private T parseElement(String text, int start, int end) throws BadValue {
    String raw = text.substring(start, end);
    String word = raw.strip();
    if (word.isEmpty() && !text.isEmpty()) {
      throw BadValue.part(start, end, "an element of the list is missing");
    }
    try {
      return element.parse(word);
    } catch (BadValue bad) {
      throw bad.shiftedBy(start + raw.indexOf(word));
    }
  }

  /** {@code ["h2", "h1"]} or {@code ("h2", "h1")}, and not the address {@code [::1]}. */
  private static boolean isPythonList(String text) {
    if (text.startsWith("(")) {
      return text.endsWith(")");
    }
    if (!text.startsWith("[") || !text.endsWith("]")) {
      return false;
    }
    String inside = text.substring(1, text.length() - 1).strip();
    boolean quoted = inside.startsWith("\"") || inside.startsWith("'");
    String first = inside.split(",", 2)[0];
    boolean address = first.indexOf(':') != first.lastIndexOf(':');
    return quoted || !address;
  }

  private static int endOfElement(String text, int start, int to) {
    for (int i = start; i < to; i++) {
      int close = Quotes.end(text, i);
      if (close > 0 && close < to) {
        i = close;
      } else if (text.charAt(i) == ',') {
        return i;
      }
    }
    return to;
  }

  @Override
  public String print(List<T> value) {
    String plain = value.stream().map(element::print).collect(Collectors.joining(", "));
    return reads(plain, value)
        ? plain
        : value.stream()
            .map(one -> quoted(element.print(one)))
            .collect(Collectors.joining(", ", "[", "]"));
  }

  /** Not where an element has a comma, or looks like a list itself. */
  private boolean reads(String text, List<T> value) {
    try {
      return parse(text).equals(value);
    } catch (BadValue e) {
      return false;
    }
  }

  private static String quoted(String word) {
    return Quotes.surround(word) ? word : Quotes.around(word);
  }

  @Override
  public List<T> startingAt(Path base, List<T> value) {
    return value.stream().map(one -> element.startingAt(base, one)).toList();
  }

  @Override
  public boolean hides(String text) {
    return element.hides(text);
  }

  @Override
  public String masked(List<T> value) {
    return value.stream().map(element::masked).collect(Collectors.joining(", "));
  }

  @Override
  public String allowed() {
    return element.allowed() + ", several with commas between them";
  }

  @Override
  public String placeholder() {
    return element.placeholder() + ",...";
  }
}
