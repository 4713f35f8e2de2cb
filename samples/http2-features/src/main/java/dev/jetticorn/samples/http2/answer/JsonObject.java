package dev.jetticorn.samples.http2.answer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A JSON object, written out: {@code JsonObject.EMPTY.with("weight", 16)}. */
public final class JsonObject {
  /** The object without members. */
  public static final JsonObject EMPTY = new JsonObject(List.of());

  private final List<String> members;

  private JsonObject(List<String> members) {
    this.members = List.copyOf(members);
  }

  /** This object and a string. */
  public JsonObject with(String name, String value) {
    return withText(name, quoted(value));
  }

  /** This object and a number. */
  public JsonObject with(String name, long value) {
    return withText(name, Long.toString(value));
  }

  /** This object and {@code true} or {@code false}. */
  public JsonObject with(String name, boolean value) {
    return withText(name, Boolean.toString(value));
  }

  /** This object and an array of strings. */
  public JsonObject with(String name, Collection<String> values) {
    return withText(
        name, values.stream().map(JsonObject::quoted).collect(Collectors.joining(", ", "[", "]")));
  }

  /** This object and an object inside it. */
  public JsonObject with(String name, JsonObject value) {
    return withText(name, value.toString());
  }

  /** This object and a {@code null}. */
  public JsonObject withNull(String name) {
    return withText(name, "null");
  }

  private JsonObject withText(String name, String value) {
    var more = new ArrayList<>(members);
    more.add(quoted(name) + ": " + value);
    return new JsonObject(more);
  }

  /** The object as text, indented by two spaces a level. */
  @Override
  public String toString() {
    if (members.isEmpty()) {
      return "{}";
    }
    // A line feed inside a string is escaped, so every one that is left starts a line of ours.
    return "{\n  " + String.join(",\n", members).replace("\n", "\n  ") + "\n}";
  }

  private static String quoted(String text) {
    var json = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                  if (c < ' ' || isLoneSurrogate(c)) {
                    json.append(String.format("\\u%04x", c));
                  } else {
                    json.appendCodePoint(c);
                  }
                }
              }
            });
    return json.append('"').toString();
  }

  /** Half a character: JSON can say it, UTF-8 cannot. */
  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
