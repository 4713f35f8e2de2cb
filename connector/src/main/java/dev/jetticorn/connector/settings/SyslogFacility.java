package dev.jetticorn.connector.settings;

/** The part of a system that a message of syslog comes from (RFC 3164, 4.1.1). */
public enum SyslogFacility {
  AUTH(4),
  AUTHPRIV(10),
  CRON(9),
  DAEMON(3),
  FTP(11),
  KERN(0),
  LPR(6),
  MAIL(2),
  NEWS(7),
  SECURITY(4),
  SYSLOG(5),
  USER(1),
  UUCP(8),
  LOCAL0(16),
  LOCAL1(17),
  LOCAL2(18),
  LOCAL3(19),
  LOCAL4(20),
  LOCAL5(21),
  LOCAL6(22),
  LOCAL7(23);

  private final int code;

  SyslogFacility(int code) {
    this.code = code;
  }

  /** The number that stands for it. */
  public int code() {
    return code;
  }
}
