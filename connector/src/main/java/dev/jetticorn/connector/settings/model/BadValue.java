package dev.jetticorn.connector.settings.model;

import java.util.Optional;

/** A text that a {@link ValueType} does not take, with the part of it that is wrong. */
public final class BadValue extends Exception {
  private static final long serialVersionUID = 1L;

  private final int start;
  private final int end;
  private final transient Optional<String> help;

  private BadValue(String label, int start, int end, Optional<String> help) {
    super(label, null, false, false);
    this.start = start;
    this.end = end;
    this.help = help;
  }

  /** All of {@code text} is wrong, for example because it is "not a whole number". */
  public static BadValue all(String text, String label) {
    return new BadValue(label, 0, text.length(), Optional.empty());
  }

  /** The characters from {@code start} to {@code end} (exclusive) are wrong. */
  public static BadValue part(int start, int end, String label) {
    return new BadValue(label, start, end, Optional.empty());
  }

  /** The same with advice, for example "did you mean `gthread`?". */
  public BadValue help(String advice) {
    return new BadValue(label(), start, end, Optional.of(advice));
  }

  /** The same, seen from a text in which the wrong one begins at {@code offset}. */
  public BadValue shiftedBy(int offset) {
    return new BadValue(label(), start + offset, end + offset, help);
  }

  /** What stands beside the carets. */
  public String label() {
    return String.valueOf(getMessage());
  }

  public int start() {
    return start;
  }

  public int end() {
    return end;
  }

  public Optional<String> help() {
    return help;
  }
}
