package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that a setting takes: how they are read, described and printed.
 *
 * @param <T> the Java type of a value
 */
public interface ValueType<T> {

  /** Reads a value as the user wrote it. */
  T parse(String text) throws BadValue;

  /** What {@link #parse} reads as this value. */
  String print(T value);

  /** What is allowed, in words: "a whole number from 1 to 10". */
  String allowed();

  /** What stands for the value in a usage line, for example {@code PATH}. */
  String placeholder();

  /** The value as it is when relative paths in it start at {@code base}. */
  default T startingAt(Path base, T value) {
    return value;
  }

  /** True when the flag alone, without a value, means yes. */
  default boolean isSwitch() {
    return false;
  }

  /** True when a number is written in octal digits. */
  default boolean isOctal() {
    return false;
  }

  /** True when the value must never be shown to anybody. */
  default boolean isSecret() {
    return false;
  }

  /** True when this text, right or wrong, must never be shown to anybody. */
  default boolean hides(String text) {
    return isSecret();
  }

  /** What is left of a value that is hidden, for example its name; empty if nothing is. */
  default String masked(T value) {
    return "";
  }

  /** A whole number. */
  static ValueType<Integer> integer(int min, int max) {
    return new IntegerType(min, max);
  }

  /** A whole number of seconds. */
  static ValueType<Duration> seconds(int min, int max) {
    return new SecondsType(new IntegerType(min, max));
  }

  /** {@code true} or {@code false}, in Python's spelling too. */
  static ValueType<Boolean> bool() {
    return new BooleanType();
  }

  /** A path of the file system, relative to the working directory. */
  static ValueType<Path> path() {
    return new PathType();
  }

  /** A line of text. */
  static ValueType<String> text(String placeholder) {
    return new TextType(placeholder);
  }

  /** One of the words; the value's first word is the one that is printed. */
  static <E extends Enum<E>> ValueType<E> choice(Map<E, List<String>> words) {
    return new ChoiceType<>(words);
  }

  /** A list, comma separated or as Python writes it: {@code ["h2", "h1"]}. */
  static <T> ValueType<List<T>> listOf(ValueType<T> element) {
    return new ListType<>(element);
  }

  /** A value or {@code None}. */
  static <T> ValueType<Optional<T>> optional(ValueType<T> type) {
    return new OptionalType<>(type, "None", true);
  }

  /** A value or {@code auto}, which leaves the choice to the server. */
  static <T> ValueType<Optional<T>> orAuto(ValueType<T> type) {
    return new OptionalType<>(type, "auto", false);
  }
}
