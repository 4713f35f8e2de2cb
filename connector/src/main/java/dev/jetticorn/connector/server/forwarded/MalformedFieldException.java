package dev.jetticorn.connector.server.forwarded;

/** A header field that does not follow its grammar, or contradicts another one. */
public final class MalformedFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedFieldException(String what) {
    // Whoever sends such fields must not make us fill in stack traces.
    super(what, null, false, false);
  }
}
