package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.CAPTURE_OUTPUT;
import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG_JSON;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_ADDR;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_FACILITY;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_PREFIX;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.jetticorn.connector.log.LogWriter;
import dev.jetticorn.connector.log.ProcessName;
import dev.jetticorn.connector.log.Syslog;
import dev.jetticorn.connector.log.SyslogSeverity;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Where the error log is written, and in which form. */
final class ErrorLogOutputs implements AutoCloseable {
  private static final String ACCESS_LOG = "gunicorn.access";

  private static final List<Setting<?>> SETTINGS =
      List.of(ERRORLOG, LOGCONFIG_JSON, SYSLOG, SYSLOG_ADDR, SYSLOG_PREFIX, SYSLOG_FACILITY);

  private final Settings settings;
  private final ErrorLogForm form;
  private final Optional<LogWriter> file;
  private final Optional<Syslog> syslog;

  private ErrorLogOutputs(Settings settings, Optional<LogWriter> file, Optional<Syslog> syslog) {
    String name = ProcessName.isGiven(settings) ? ProcessName.of(settings) : "";
    this.settings = settings;
    this.form = settings.get(LOGCONFIG_JSON) ? new ErrorLogJson(name) : new ErrorLogLine(name);
    this.file = file;
    this.syslog = syslog;
  }

  /**
   * Opens them.
   *
   * @throws UnusableSettingException when one cannot be written
   */
  static ErrorLogOutputs open(Settings settings) {
    Optional<Syslog> syslog = Syslog.open(settings, "error");
    return new ErrorLogOutputs(
        settings, isOurs(settings) ? Optional.of(openFile(settings)) : Optional.empty(), syslog);
  }

  /**
   * Checks what can be checked without opening a file.
   *
   * @throws UnusableSettingException when one cannot be written
   */
  static void check(Settings settings) {
    try {
      if (isOurs(settings)) {
        settings.get(ERRORLOG).check();
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static boolean isOurs(Settings settings) {
    return settings.get(LOGCONFIG).isEmpty() || settings.get(CAPTURE_OUTPUT);
  }

  private static LogWriter openFile(Settings settings) {
    try {
      return LogWriter.to("error log", settings.get(ERRORLOG));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static UnusableSettingException unusable(IOException e) {
    return new UnusableSettingException(
            ERRORLOG, "the error log cannot be written", String.valueOf(e.getMessage()))
        .causedBy(e);
  }

  /** Whether other settings ask for the same. */
  boolean isFor(Settings others) {
    return SETTINGS.stream().allMatch(setting -> settings.get(setting).equals(others.get(setting)));
  }

  /** Writes what was logged. */
  void append(ILoggingEvent event) {
    if (settings.get(LOGCONFIG).isEmpty()) {
      write(form.entry(event));
    }
    // The access log has a way to syslog of its own.
    if (syslog.isPresent() && !event.getLoggerName().equals(ACCESS_LOG)) {
      StringBuilder text = new StringBuilder(160);
      ErrorLogLine.appendText(text, event);
      syslog.get().write(severity(event.getLevel()), text.toString());
    }
  }

  /** Writes what the application printed to {@code stdout} or {@code stderr}. */
  void print(String stream, String line) {
    write(form.printed(stream, line));
  }

  private void write(String entry) {
    file.ifPresent(writer -> writer.write((entry + '\n').getBytes(StandardCharsets.UTF_8)));
  }

  private static SyslogSeverity severity(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> SyslogSeverity.ERROR;
      case Level.WARN_INT -> SyslogSeverity.WARNING;
      case Level.INFO_INT -> SyslogSeverity.INFO;
      default -> SyslogSeverity.DEBUG;
    };
  }

  /** Opens the file anew, because somebody has moved the old one away. */
  void reopen() {
    file.ifPresent(LogWriter::reopen);
  }

  /** How many entries were dropped because they could not be written in time. */
  long dropped() {
    return file.map(LogWriter::dropped).orElse(0L) + syslog.map(Syslog::dropped).orElse(0L);
  }

  /** Writes what waits. */
  @Override
  public void close() {
    file.ifPresent(LogWriter::close);
    syslog.ifPresent(Syslog::close);
  }
}
