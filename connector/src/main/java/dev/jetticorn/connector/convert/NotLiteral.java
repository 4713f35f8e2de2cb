package dev.jetticorn.connector.convert;

/** Something that only Python can evaluate; the message says what it is. */
final class NotLiteral extends Exception {
  private static final long serialVersionUID = 1L;

  NotLiteral(String what) {
    super(what, null, false, false);
  }

  String what() {
    return String.valueOf(getMessage());
  }
}
