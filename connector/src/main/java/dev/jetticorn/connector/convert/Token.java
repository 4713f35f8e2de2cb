package dev.jetticorn.connector.convert;

/**
 * A token of Python.
 *
 * @param kind what it is
 * @param text as it was written; for a string what it means
 * @param line where it begins, counted from 1
 * @param column where it begins in its line, counted from 0
 */
record Token(Kind kind, String text, int line, int column) {
  /** What a token is. */
  enum Kind {
    NAME,
    NUMBER,
    STRING,
    /** A string that is more than its characters: formatted, or bytes. */
    OTHER_STRING,
    OPERATOR,
    /** The end of a statement. */
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }
}
