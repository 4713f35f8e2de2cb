package dev.jetticorn.connector.settings;

/** Whether a client shows a certificate. */
public enum CertificateRequirement {
  NONE,
  OPTIONAL,
  REQUIRED
}
