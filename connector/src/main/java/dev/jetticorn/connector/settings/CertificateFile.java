package dev.jetticorn.connector.settings;

import java.nio.file.Path;

/** Where the server's certificate comes from. */
public sealed interface CertificateFile {

  /** A PEM file with the certificate and its chain. */
  record Pem(Path path) implements CertificateFile {}

  /** A certificate for localhost, made at start and kept in memory. */
  record SelfSigned() implements CertificateFile {}
}
