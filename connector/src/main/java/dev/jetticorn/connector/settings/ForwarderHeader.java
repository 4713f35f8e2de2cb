package dev.jetticorn.connector.settings;

/** A header field in which a proxy says whom it speaks for. */
public enum ForwarderHeader {
  /** All of it (RFC 7239). */
  FORWARDED("Forwarded"),
  /** The addresses of the client and of the proxies before the last one. */
  X_FORWARDED_FOR("X-Forwarded-For"),
  /** Where the client sent the request. */
  X_FORWARDED_HOST("X-Forwarded-Host"),
  /** The port of that. */
  X_FORWARDED_PORT("X-Forwarded-Port"),
  /** What the proxy took off the beginning of the path. */
  X_FORWARDED_PREFIX("X-Forwarded-Prefix");

  private final String fieldName;

  ForwarderHeader(String fieldName) {
    this.fieldName = fieldName;
  }

  /** The name of the field. */
  public String fieldName() {
    return fieldName;
  }
}
