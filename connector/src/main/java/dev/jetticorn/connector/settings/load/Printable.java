package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Excerpt;

/**
 * Text of the user, made harmless for a terminal: what would move the cursor or change the
 * direction of writing is shown as an escape.
 *
 * @param text what to print
 * @param start the column where the carets begin
 * @param end the column where they end
 */
record Printable(String text, int start, int end) {
  /** Columns of a line that are shown; it is cut on both sides of the carets. */
  private static final int WIDTH = 100;

  private static final int LONGEST_TEXT = 2000;
  private static final String CUT = "...";

  /** A line without carets. */
  static Printable of(String line) {
    Printable all = escaped(new Excerpt(line, 0, line.length()));
    return new Printable(all.shortened(LONGEST_TEXT), 0, 0);
  }

  /** The beginning of the text. */
  String shortened(int columns) {
    return text.length() <= columns ? text : text.substring(0, columns) + CUT;
  }

  /** The part of a line round its carets. */
  static Printable window(Excerpt excerpt) {
    Printable all = escaped(excerpt);
    String text = all.text();
    if (text.length() <= WIDTH) {
      return all;
    }
    int from = Math.max(0, Math.min(all.start() - WIDTH / 2, text.length() - WIDTH));
    from = all.end() <= WIDTH ? 0 : from;
    int to = Math.min(text.length(), from + WIDTH);
    String before = from > 0 ? CUT : "";
    String after = to < text.length() ? CUT : "";
    int shift = before.length() - from;
    return new Printable(
        before + text.substring(from, to) + after,
        all.start() + shift,
        Math.min(all.end(), to) + shift);
  }

  private static Printable escaped(Excerpt excerpt) {
    var text = new StringBuilder();
    int start = 0;
    int end = 0;
    for (int i = 0; i <= excerpt.text().length(); ) {
      if (i <= excerpt.start()) {
        start = text.length();
      }
      if (i <= excerpt.end()) {
        end = text.length();
      }
      if (i == excerpt.text().length()) {
        break;
      }
      int c = excerpt.text().codePointAt(i);
      appendVisible(text, c);
      i += Character.charCount(c);
    }
    return new Printable(text.toString(), start, end);
  }

  private static void appendVisible(StringBuilder text, int c) {
    if (c == '\t') {
      text.append(' ');
      return;
    }
    switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          text.append(String.format("\\u%04x", c));
      default -> text.appendCodePoint(c);
    }
  }
}
