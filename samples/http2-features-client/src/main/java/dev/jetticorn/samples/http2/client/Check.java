package dev.jetticorn.samples.http2.client;

/**
 * One thing that must be so.
 *
 * @param name what, such as {@code trailers come after the body}
 * @param claim throws if it is not so
 */
record Check(String name, Claim claim) {
  /** Something that is tried. */
  interface Claim {
    void verify() throws Exception;
  }

  /** Tries it and says so in one line. */
  Result run() {
    try {
      claim.verify();
      return new Result(true, "PASS  " + name);
    } catch (Exception e) {
      // One line a check, whatever the server said.
      return new Result(false, "FAIL  " + name + ": " + reason(e).replaceAll("\\s+", " "));
    }
  }

  /** How it went. */
  record Result(boolean passed, String line) {}

  private static String reason(Exception e) {
    if (e instanceof Mismatch) {
      return String.valueOf(e.getMessage());
    }
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }
}
