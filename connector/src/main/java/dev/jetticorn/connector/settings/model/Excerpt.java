package dev.jetticorn.connector.settings.model;

/**
 * A line that the user wrote, and the part of it that a problem is about.
 *
 * @param text the whole line, as it was written
 * @param start where the carets begin, counted in chars from 0
 * @param end where they end
 */
public record Excerpt(String text, int start, int end) {

  /** The same line with carets under {@code part} alone, if that word stands under the carets. */
  public Excerpt narrowedTo(String part) {
    int found = part.isEmpty() ? -1 : text.lastIndexOf(part, end - part.length());
    while (found >= start && !isWord(found, found + part.length())) {
      found = text.lastIndexOf(part, found - 1);
    }
    return found < start ? this : new Excerpt(text, found, found + part.length());
  }

  /** The port 80 of {@code 127.0.0.1:8000} is none. */
  private boolean isWord(int from, int to) {
    return (from == start || !isPartOfWord(text.charAt(from - 1)))
        && (to == end || !isPartOfWord(text.charAt(to)));
  }

  private static boolean isPartOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
  }
}
