package dev.jetticorn.connector.settings.print;

/** Breaks text into lines. */
final class Paragraph {
  private static final int WIDTH = 80;

  private Paragraph() {}

  /** The text in lines that begin with {@code indent} and fit a terminal. */
  static String wrap(String text, String indent) {
    var lines = new StringBuilder();
    int column = 0;
    for (String word : text.split("\\s+", -1)) {
      if (column > 0 && column + 1 + word.length() > WIDTH) {
        lines.append('\n');
        column = 0;
      }
      String before = column == 0 ? indent : " ";
      lines.append(before).append(word);
      column += before.length() + word.length();
    }
    return lines.append('\n').toString();
  }
}
