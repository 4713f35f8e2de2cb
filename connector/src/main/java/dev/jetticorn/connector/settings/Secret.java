package dev.jetticorn.connector.settings;

/** A text that is never shown; neither its printed form nor its length tells anything. */
public final class Secret {
  static final String MASK = "********";

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  public static Secret of(String text) {
    return new Secret(text);
  }

  /** The text, for the one who has to use it. */
  public char[] reveal() {
    return text.toCharArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return MASK;
  }
}
