package dev.jetticorn.connector.settings;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;

/**
 * Files by name: {@code conf/*.xml}, {@code templates/**} or a single path.
 *
 * @param text as the user wrote it
 */
public record FilePattern(String text) {
  private static final String WILDCARDS = ".*[*?\\[{].*";

  /** The directory below which the files lie, or the one file. */
  public Path base() {
    Path pattern = Path.of(text);
    Path base = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path step : pattern) {
      if (step.toString().matches(WILDCARDS)) {
        return base;
      }
      base = base.resolve(step);
    }
    return base;
  }

  /** How many steps below the base a file can lie. */
  public int depth() {
    Path pattern = Path.of(text);
    return text.contains("**")
        ? Integer.MAX_VALUE
        : pattern.getNameCount() - (base().toString().isEmpty() ? 0 : base().getNameCount());
  }

  /** Tells which paths below the base are meant. */
  public PathMatcher matcher() {
    return FileSystems.getDefault().getPathMatcher("glob:" + text);
  }
}
