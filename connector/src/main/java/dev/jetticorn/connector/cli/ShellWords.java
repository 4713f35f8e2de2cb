package dev.jetticorn.connector.cli;

import dev.jetticorn.connector.settings.load.CommandSources;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.model.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a line into words as a shell does, with its quotation marks and backslashes. */
final class ShellWords {
  private static final char NONE = 0;

  private ShellWords() {}

  /** The words; nothing when a quotation mark is not closed. */
  static Optional<List<String>> split(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = NONE;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == NONE && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
        }
        inWord = false;
        continue;
      }
      inWord = true;
      if (c == quote) {
        quote = NONE;
      } else if (quote == NONE && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == '\\' && i + 1 < line.length() && isEscape(quote, line.charAt(i + 1))) {
        word.append(line.charAt(++i));
      } else {
        word.append(c);
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return quote == NONE ? Optional.of(words) : Optional.empty();
  }

  /** What to say when there are no words; the text is not shown, for it may hold a password. */
  static Problem unclosed() {
    return Problem.at(
        new Origin.Variable(CommandSources.ARGUMENTS_VARIABLE, Optional.empty()),
        CommandSources.ARGUMENTS_VARIABLE + " cannot be split into words",
        "a quotation mark is not closed");
  }

  /** Whether a backslash before {@code c} protects it: never between single quotation marks. */
  private static boolean isEscape(char quote, char c) {
    return quote == NONE || (quote == '"' && (c == '"' || c == '\\'));
  }
}
