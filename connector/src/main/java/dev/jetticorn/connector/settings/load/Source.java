package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Where the characters of an assignment stand, so that carets can be put under them. */
public final class Source {
  private final Function<Excerpt, Origin> name;
  private final Excerpt nameExcerpt;
  private final ValueOrigin value;

  @FunctionalInterface
  private interface ValueOrigin {
    Origin of(int start, int end);
  }

  private Source(Function<Excerpt, Origin> name, Excerpt nameExcerpt, ValueOrigin value) {
    this.name = name;
    this.nameExcerpt = nameExcerpt;
    this.value = value;
  }

  /** A value that stands at the end of a line as it is. */
  public static Source inLine(
      String line, int nameEnd, int valueStart, Function<Optional<Excerpt>, Origin> origin) {
    return new Source(
        excerpt -> origin.apply(Optional.of(excerpt)),
        new Excerpt(line, 0, nameEnd),
        (start, end) ->
            origin.apply(Optional.of(new Excerpt(line, valueStart + start, valueStart + end))));
  }

  /** A value that follows from what stands at the end of a line, and is pointed at as a whole. */
  public static Source endOfLine(
      String line, int nameEnd, int valueStart, Function<Optional<Excerpt>, Origin> origin) {
    return new Source(
        excerpt -> origin.apply(Optional.of(excerpt)),
        new Excerpt(line, 0, nameEnd),
        (start, end) -> origin.apply(Optional.of(new Excerpt(line, valueStart, line.length()))));
  }

  /**
   * A value in a file, which may be continued on further lines and contain escapes.
   *
   * @param lines the lines of the assignment
   * @param firstNumber the number of the first line, counted from 1
   * @param nameStart where the name begins in the first line
   * @param nameEnd where it ends
   * @param value where each character of the value stands, and the place behind the last one
   */
  static Source inFile(
      Path file,
      List<String> lines,
      int firstNumber,
      int nameStart,
      int nameEnd,
      List<Position> value) {
    return new Source(
        excerpt -> new Origin.FileLine(file, firstNumber, Optional.of(excerpt)),
        new Excerpt(lines.get(0), nameStart, nameEnd),
        (start, end) -> {
          Position from = value.get(start);
          String line = lines.get(from.line());
          int to = from.column();
          // Carets stay within the line on which they begin.
          for (Position next : value.subList(start, end + 1)) {
            to = next.line() == from.line() ? next.column() : line.length();
          }
          var excerpt = new Excerpt(line, from.column(), to);
          return new Origin.FileLine(file, firstNumber + from.line(), Optional.of(excerpt));
        });
  }

  /**
   * The place of a character: its line, counted from the first one of the assignment, and column.
   */
  record Position(int line, int column) {}

  /** Two places for the two halves of a list; {@code length} is that of the first half. */
  Source followedBy(int length, Source other) {
    return new Source(
        name,
        nameExcerpt,
        (start, end) -> {
          if (end <= length) {
            return value(start, end);
          }
          int offset = length + 1;
          return start >= offset
              ? other.value(start - offset, end - offset)
              : across(value(start, length), other.value(0, end - offset));
        });
  }

  private static Origin across(Origin first, Origin second) {
    return second.with(
        first.excerpt().flatMap(left -> second.excerpt().map(right -> across(left, right))));
  }

  private static Excerpt across(Excerpt left, Excerpt right) {
    String line = left.text() + ' ' + right.text();
    return new Excerpt(line, left.start(), left.text().length() + 1 + right.end());
  }

  /** The place of the name. */
  public Origin name() {
    return name.apply(nameExcerpt);
  }

  /** The place of the name, in a line that shows nothing behind it. */
  public Origin nameAlone() {
    String shown = nameExcerpt.text().substring(0, nameExcerpt.end());
    return name.apply(new Excerpt(shown, nameExcerpt.start(), nameExcerpt.end()));
  }

  /** The place of a part of the value. */
  public Origin value(int start, int end) {
    return value.of(start, end);
  }
}
