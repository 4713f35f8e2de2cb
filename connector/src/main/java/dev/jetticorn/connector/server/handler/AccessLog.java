package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LogSettings.ACCESSLOG;
import static dev.jetticorn.connector.settings.LogSettings.ACCESS_LOG_FORMAT;
import static dev.jetticorn.connector.settings.LogSettings.DISABLE_REDIRECT_ACCESS_TO_SYSLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG_JSON;

import dev.jetticorn.connector.log.LogWriter;
import dev.jetticorn.connector.log.Syslog;
import dev.jetticorn.connector.log.SyslogSeverity;
import dev.jetticorn.connector.settings.LogTarget;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a line for each request when its response is complete.
 *
 * <p>The request does not wait for it: see {@link LogWriter}.
 */
public final class AccessLog implements RequestLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  /** Which logger of the file of {@code logconfig} has the lines, as in gunicorn. */
  private static final String LOGGER = "gunicorn.access";

  private final AccessLogFormat format;
  private final Optional<LogWriter> file;
  private final Optional<Syslog> syslog;
  private final Optional<Logger> logger;

  private AccessLog(
      AccessLogFormat format,
      Optional<LogWriter> file,
      Optional<Syslog> syslog,
      Optional<Logger> logger) {
    this.format = format;
    this.file = file;
    this.syslog = syslog;
    this.logger = logger;
  }

  /**
   * Opens the access log, if the settings want one.
   *
   * @throws UnusableSettingException when it cannot be written or the format has an unknown atom
   */
  public static Optional<AccessLog> open(Settings settings) {
    Optional<LogWriter> file = settings.get(ACCESSLOG).map(AccessLog::open);
    Optional<Syslog> syslog =
        settings.get(DISABLE_REDIRECT_ACCESS_TO_SYSLOG)
            ? Optional.empty()
            : Syslog.open(settings, "access");
    Optional<Logger> logger =
        settings
            .get(LOGCONFIG)
            .map(configuration -> LoggerFactory.getLogger(LOGGER))
            .filter(Logger::isInfoEnabled);
    return file.isEmpty() && syslog.isEmpty() && logger.isEmpty()
        ? Optional.empty()
        : Optional.of(new AccessLog(format(settings), file, syslog, logger));
  }

  /**
   * Checks what can be checked without opening a file.
   *
   * @throws UnusableSettingException when the format has an unknown atom, or the log cannot be
   *     written
   */
  public static void check(Settings settings) {
    var unused = format(settings);
    settings.get(ACCESSLOG).ifPresent(AccessLog::check);
  }

  private static void check(LogTarget target) {
    try {
      target.check();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static AccessLogFormat format(Settings settings) {
    return settings.get(LOGCONFIG_JSON) && !settings.isSet(ACCESS_LOG_FORMAT)
        ? AccessLogFormat.JSON
        : AccessLogFormat.parse(settings.get(ACCESS_LOG_FORMAT));
  }

  private static LogWriter open(LogTarget target) {
    try {
      return LogWriter.to("access log", target);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static UnusableSettingException unusable(IOException e) {
    return new UnusableSettingException(
            ACCESSLOG, "the access log cannot be written", String.valueOf(e.getMessage()))
        .causedBy(e);
  }

  @Override
  public void log(Request request, Response response) {
    try {
      String line = format.line(request, response);
      file.ifPresent(writer -> writer.write((line + '\n').getBytes(StandardCharsets.UTF_8)));
      syslog.ifPresent(log -> log.write(SyslogSeverity.INFO, line));
      logger.ifPresent(log -> log.info("{}", line));
    } catch (RuntimeException e) {
      // From the application: an attribute that cannot be printed. The response goes out all the
      // same.
      LOG.error("a line is missing in the access log", e);
    }
  }

  /** Opens the file anew, because somebody has moved the old one away. */
  public void reopen() {
    file.ifPresent(LogWriter::reopen);
  }

  /** How many lines were dropped because they could not be written in time. */
  public long dropped() {
    return file.map(LogWriter::dropped).orElse(0L) + syslog.map(Syslog::dropped).orElse(0L);
  }

  /**
   * Writes what waits. Comes after the end of the threads that serve requests, because a client may
   * have its answer before the line is made.
   */
  @Override
  public void close() {
    file.ifPresent(LogWriter::close);
    syslog.ifPresent(Syslog::close);
  }
}
