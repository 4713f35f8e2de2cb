package dev.jetticorn.connector.settings;

/**
 * A header field that says that the client came by HTTPS, e.g. {@code X-Forwarded-Proto: https}.
 *
 * @param name of the field, in any case
 * @param value that means HTTPS; any other means HTTP
 */
public record SchemeHeader(String name, String value) {
  /** As it is written in a setting. */
  @Override
  public String toString() {
    return name + ": " + value;
  }
}
