package dev.jetticorn.connector.settings;

/** What becomes of header fields with an underscore in their name. */
public enum HeaderMap {
  /** The application does not see them. */
  DROP,
  /** The request gets 400. */
  REFUSE,
  /** The application sees them. */
  DANGEROUS
}
