package dev.jetticorn.connector.convert;

import dev.jetticorn.connector.convert.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Takes a Python file apart, as far as strings, comments and line ends are concerned. */
final class Tokens {
  private static final List<String> LONG_OPERATORS =
      List.of("**", "//", "->", ":=", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int next;
  private int line = 1;
  private int lineStart;
  private int depth;

  private Tokens(String text) {
    this.text = text;
  }

  /** The tokens of a file; each logical line ends with an END. */
  static List<Token> of(String text) {
    var reader = new Tokens(text.replace("\r\n", "\n").replace('\r', '\n'));
    while (reader.next < reader.text.length()) {
      reader.read();
    }
    reader.end();
    return List.copyOf(reader.tokens);
  }

  private void read() {
    char c = text.charAt(next);
    if (c == '\n') {
      if (depth == 0) {
        end();
      }
      newLine();
    } else if (c == '#') {
      int end = text.indexOf('\n', next);
      next = end < 0 ? text.length() : end;
    } else if (c == '\\' && text.startsWith("\n", next + 1)) {
      next++;
      newLine();
    } else if (Character.isWhitespace(c) || c == '\uFEFF') {
      next++;
    } else if (c == '"' || c == '\'') {
      string("");
    } else if (Character.isDigit(c) || (c == '.' && isDigit(next + 1))) {
      take(Kind.NUMBER, endOfNumber());
    } else if (Character.isUnicodeIdentifierStart(c) || c == '_') {
      nameOrString();
    } else {
      operator();
    }
  }

  private void newLine() {
    next++;
    line++;
    lineStart = next;
  }

  private void end() {
    if (!tokens.isEmpty() && tokens.get(tokens.size() - 1).kind() != Kind.END) {
      tokens.add(new Token(Kind.END, "", line, next - lineStart));
    }
  }

  private boolean isDigit(int index) {
    return index < text.length() && Character.isDigit(text.charAt(index));
  }

  private int endOfNumber() {
    int i = next;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean sign =
          (c == '+' || c == '-')
              && "eE".indexOf(text.charAt(i - 1)) >= 0
              && !text.startsWith("0x", next);
      if (!Character.isLetterOrDigit(c) && c != '.' && c != '_' && !sign) {
        break;
      }
      i++;
    }
    return i;
  }

  private void nameOrString() {
    int end = next;
    while (end < text.length()
        && (Character.isUnicodeIdentifierPart(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    String name = text.substring(next, end);
    boolean quoted = end < text.length() && "\"'".indexOf(text.charAt(end)) >= 0;
    if (quoted && name.toLowerCase(Locale.ROOT).matches("r|u|b|f|br|rb|fr|rf")) {
      next = end;
      string(name.toLowerCase(Locale.ROOT));
    } else {
      take(Kind.NAME, end);
    }
  }

  private void operator() {
    String found =
        LONG_OPERATORS.stream()
            .filter(operator -> text.startsWith(operator, next))
            .findFirst()
            .orElse(String.valueOf(text.charAt(next)));
    depth += "([{".contains(found) ? 1 : 0;
    depth -= ")]}".contains(found) && depth > 0 ? 1 : 0;
    if (found.equals(";") && depth == 0) {
      end();
      next++;
    } else {
      take(Kind.OPERATOR, next + found.length());
    }
  }

  private void take(Kind kind, int end) {
    tokens.add(new Token(kind, text.substring(next, end), line, next - lineStart));
    next = end;
  }

  private void string(String prefix) {
    int startLine = line;
    int column = next - lineStart - prefix.length();
    String mark = text.substring(next, next + 1);
    if (text.startsWith(mark.repeat(3), next)) {
      mark = mark.repeat(3);
    }
    next += mark.length();
    var value = new StringBuilder();
    boolean raw = prefix.contains("r");
    while (next < text.length() && !text.startsWith(mark, next)) {
      char c = text.charAt(next);
      if (c == '\n' && mark.length() == 1) {
        break;
      }
      if (c == '\\' && next + 1 < text.length()) {
        escape(value, raw);
      } else {
        value.append(c);
        if (c == '\n') {
          newLine();
        } else {
          next++;
        }
      }
    }
    next = Math.min(text.length(), text.startsWith(mark, next) ? next + mark.length() : next);
    boolean plain = !prefix.contains("f") && !prefix.contains("b");
    tokens.add(
        new Token(plain ? Kind.STRING : Kind.OTHER_STRING, value.toString(), startLine, column));
  }

  private void escape(StringBuilder value, boolean raw) {
    char c = text.charAt(next + 1);
    if (c == '\n') {
      value.append(raw ? "\\\n" : "");
      next++;
      newLine();
      return;
    }
    int digits = raw ? 0 : c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    String code = text.substring(next + 2, Math.min(text.length(), next + 2 + digits));
    if (digits > 0 && code.matches("[0-9A-Fa-f]{" + digits + "}")) {
      int point = (int) Long.parseLong(code, 16);
      value.append(Character.isValidCodePoint(point) ? Character.toString(point) : "?");
      next += 2 + digits;
      return;
    }
    int known = "nrt\\'\"abfv0".indexOf(c);
    // Python leaves the backslash of an escape that it does not know, and so does a raw string.
    value.append(
        raw || known < 0
            ? "\\" + c
            : String.valueOf("\n\r\t\\'\"\u0007\b\f\u000b\0".charAt(known)));
    next += 2;
  }
}
