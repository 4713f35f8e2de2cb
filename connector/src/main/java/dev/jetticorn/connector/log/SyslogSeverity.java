package dev.jetticorn.connector.log;

/** How serious a message of syslog is (RFC 3164, 4.1.1). */
public enum SyslogSeverity {
  ERROR(3),
  WARNING(4),
  INFO(6),
  DEBUG(7);

  private final int code;

  SyslogSeverity(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
