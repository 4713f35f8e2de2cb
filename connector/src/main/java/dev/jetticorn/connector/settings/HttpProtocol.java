package dev.jetticorn.connector.settings;

/** A protocol that a client can choose by ALPN. */
public enum HttpProtocol {
  /** HTTP/2. */
  H2,
  /** HTTP/1.1. */
  H1
}
