package dev.jetticorn.connector.server.tls;

/** The bytes are not the DER that was expected. */
final class DerException extends Exception {
  DerException(String message) {
    super(message);
  }
}
