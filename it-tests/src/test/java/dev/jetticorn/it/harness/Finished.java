package dev.jetticorn.it.harness;

/**
 * A program that has ended.
 *
 * @param command what was run, for messages
 * @param status its exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
public record Finished(String command, int status, String out, String err) {
  /** This, if the program ended well; a failure that shows its output otherwise. */
  public Finished succeeded() {
    if (status != 0) {
      throw new AssertionError("expected exit status 0 of\n" + this);
    }
    return this;
  }

  /** Both streams, for a claim that does not care which one a tool chose. */
  public String all() {
    return out + err;
  }

  @Override
  public String toString() {
    return "%s%n[exit status %d]%n%s%n%s".formatted(command, status, out, err);
  }
}
