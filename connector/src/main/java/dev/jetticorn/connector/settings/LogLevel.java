package dev.jetticorn.connector.settings;

/** How serious an entry of the error log is at least. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARNING,
  ERROR,
  CRITICAL
}
