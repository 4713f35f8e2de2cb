package dev.jetticorn.connector.convert;

import dev.jetticorn.connector.convert.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A statement of the first level, with the block that belongs to it.
 *
 * @param tokens its own tokens, without those of its block
 * @param firstLine where it begins, counted from 1
 * @param lastLine where it, or its block, ends
 */
record Statement(List<Token> tokens, int firstLine, int lastLine) {
  /** Words before a colon that would pass for a name with a type. */
  private static final Set<String> OPENING_A_BLOCK = Set.of("else", "try", "finally");

  Statement {
    tokens = List.copyOf(tokens);
  }

  /** The statements of a file. */
  static List<Statement> of(List<Token> all) {
    List<Statement> statements = new ArrayList<>();
    List<Token> current = new ArrayList<>();
    for (Token token : all) {
      if (token.kind() != Kind.END) {
        current.add(token);
        continue;
      }
      Token first = current.get(0);
      boolean inBlock = first.column() > 0 && opensBlock(statements, first);
      if (inBlock) {
        Statement owner = statements.remove(statements.size() - 1);
        statements.add(new Statement(owner.tokens, owner.firstLine, token.line()));
      } else {
        statements.add(new Statement(current, first.line(), token.line()));
      }
      current.clear();
    }
    return statements;
  }

  /** Whether a token that is indented continues the statement before it. */
  private static boolean opensBlock(List<Statement> before, Token first) {
    // After a semicolon it stands on the line of the statement before, and is one of its own.
    return !before.isEmpty() && before.get(before.size() - 1).lastLine < first.line();
  }

  /** The name that is assigned to, in {@code name = …} and {@code name: type = …}. */
  Optional<String> assigned() {
    return tokens.get(0).kind() == Kind.NAME
            && !OPENING_A_BLOCK.contains(tokens.get(0).text())
            && valueStart() > 0
        ? Optional.of(tokens.get(0).text())
        : Optional.empty();
  }

  /** The tokens behind the equals sign. */
  List<Token> value() {
    return tokens.subList(valueStart(), tokens.size());
  }

  private int valueStart() {
    if (tokens.size() > 1 && tokens.get(1).is("=")) {
      return 2;
    }
    if (tokens.size() > 1 && tokens.get(1).is(":")) {
      for (int i = 2; i < tokens.size(); i++) {
        if (tokens.get(i).is("=")) {
          return i + 1;
        }
      }
    }
    return 0;
  }

  /** The name that is defined, in {@code def name} and {@code async def name}. */
  Optional<String> defined() {
    for (int i = 0; i + 1 < Math.min(3, tokens.size()); i++) {
      if (tokens.get(i).kind() == Kind.NAME && tokens.get(i).text().equals("def")) {
        return Optional.of(tokens.get(i + 1).text());
      }
    }
    return Optional.empty();
  }

  boolean begins(String word) {
    return tokens.get(0).kind() == Kind.NAME && tokens.get(0).text().equals(word);
  }

  /** A string alone, which is a comment in Python. */
  boolean isDocumentation() {
    return tokens.stream().allMatch(token -> token.kind() == Kind.STRING);
  }

  boolean mentions(String word) {
    return tokens.stream().anyMatch(token -> token.text().contains(word));
  }
}
