package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.load.Source.Position;
import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The syntax of {@link java.util.Properties}, read so that each character keeps its place.
 *
 * <p>White space at the end of a value is left out, which {@code Properties} keeps; quotation marks
 * or a backslash before it preserve it.
 */
final class PropertiesFile {
  private final Path file;
  private final List<String> lines;
  private final List<Assignment> assignments = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private int next;

  private PropertiesFile(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Reads the text of a file. */
  static Assignments parse(Path file, String text) {
    var parser = new PropertiesFile(file, List.of(lines(text)));
    while (parser.next < parser.lines.size()) {
      parser.readLogicalLine();
    }
    return new Assignments(parser.assignments, parser.problems);
  }

  /** The lines of a text, whichever way they end. */
  static String[] lines(String text) {
    return text.split("\r\n|\r|\n", -1);
  }

  private void readLogicalLine() {
    int first = next;
    String line = lines.get(next++);
    int begin = indent(line);
    if (begin == line.length() || line.charAt(begin) == '#' || line.charAt(begin) == '!') {
      return;
    }
    var characters = new ArrayList<Read>();
    readCharacters(characters, first, line, begin);
    while (!characters.isEmpty() && isContinued(line) && next < lines.size()) {
      line = lines.get(next++);
      readCharacters(characters, first, line, indent(line));
    }
    // A lone backslash continues nothing.
    if (!characters.isEmpty()) {
      assign(first, characters, new Position(next - 1 - first, line.length()));
    }
  }

  /** A character of a logical line: an escaped one is never a separator. */
  private record Read(char character, boolean escaped, Position position) {
    boolean isWhite() {
      return !escaped && isWhiteSpace(character);
    }

    boolean isSign() {
      return !escaped && (character == '=' || character == ':');
    }
  }

  private void assign(int first, List<Read> characters, Position end) {
    int nameEnd = 0;
    while (nameEnd < characters.size()
        && !characters.get(nameEnd).isWhite()
        && !characters.get(nameEnd).isSign()) {
      nameEnd++;
    }
    int start = skipWhite(characters, nameEnd);
    if (start < characters.size() && characters.get(start).isSign()) {
      start = skipWhite(characters, start + 1);
    }
    int stop = characters.size();
    while (stop > start && characters.get(stop - 1).isWhite()) {
      stop--;
    }
    var places = new ArrayList<Position>();
    for (Read read : characters.subList(start, stop)) {
      places.add(read.position());
    }
    places.add(stop < characters.size() ? characters.get(stop).position() : end);
    // A value that is missing is missing right behind the equals sign.
    if (start == stop) {
      places.set(0, end);
    }
    Position nameStart = characters.get(0).position();
    int nameStop =
        nameEnd < characters.size() && characters.get(nameEnd).position().line() == 0
            ? characters.get(nameEnd).position().column()
            : lines.get(first).length();
    var source =
        Source.inFile(
            file, lines.subList(first, next), first + 1, nameStart.column(), nameStop, places);
    assignments.add(
        new Assignment(
            text(characters.subList(0, nameEnd)), text(characters.subList(start, stop)), source));
  }

  private void readCharacters(List<Read> characters, int first, String line, int begin) {
    int lineIndex = next - 1 - first;
    int end = isContinued(line) ? line.length() - 1 : line.length();
    for (int i = begin; i < end; i++) {
      char c = line.charAt(i);
      var position = new Position(lineIndex, i);
      if (c != '\\' || i + 1 == end) {
        characters.add(new Read(c, false, position));
        continue;
      }
      char escape = line.charAt(++i);
      if (escape == 'u') {
        characters.add(new Read(unicode(first, line, i + 1, end), true, position));
        i += 4;
      } else {
        characters.add(new Read(control(escape), true, position));
      }
    }
  }

  private char unicode(int first, String line, int start, int end) {
    if (start + 4 <= end) {
      String digits = line.substring(start, start + 4);
      if (digits.matches("[0-9A-Fa-f]{4}")) {
        return (char) Integer.parseInt(digits, 16);
      }
    }
    var excerpt = Optional.of(new Excerpt(line, start - 2, Math.min(end, start + 4)));
    boolean secret = SecretNames.mayBeSecret(lines.get(first));
    problems.add(
        Problem.at(
                new Origin.FileLine(file, next, secret ? Optional.empty() : excerpt),
                "malformed escape in `" + file + "`",
                "four hexadecimal digits must follow \\u")
            .help("a backslash itself is written twice"));
    return '?';
  }

  private static char control(char escape) {
    return switch (escape) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 'f' -> '\f';
      default -> escape;
    };
  }

  private static String text(List<Read> characters) {
    var text = new StringBuilder();
    characters.forEach(read -> text.append(read.character()));
    return text.toString();
  }

  private static int skipWhite(List<Read> characters, int from) {
    int i = from;
    while (i < characters.size() && characters.get(i).isWhite()) {
      i++;
    }
    return i;
  }

  private static int indent(String line) {
    int i = 0;
    while (i < line.length() && isWhiteSpace(line.charAt(i))) {
      i++;
    }
    return i;
  }

  /** An odd number of backslashes at the end. */
  private static boolean isContinued(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t' || c == '\f';
  }
}
