package dev.jetticorn.connector.settings;

/** The oldest TLS version that is spoken. */
public enum TlsVersion {
  TLS_1_2,
  TLS_1_3
}
