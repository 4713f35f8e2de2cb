package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.jetticorn.connector.log.LogWriter;
import dev.jetticorn.connector.log.ProcessName;
import dev.jetticorn.connector.log.Syslog;
import dev.jetticorn.connector.log.SyslogSeverity;
import dev.jetticorn.connector.settings.LogLevel;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Where the command logs: Logback, set up from the settings alone. */
public final class ErrorLog implements AutoCloseable {
  private final LogWriter file;
  private final Optional<Syslog> syslog;
  private final LogCounts counts;

  private ErrorLog(LogWriter file, Optional<Syslog> syslog, LogCounts counts) {
    this.file = file;
    this.syslog = syslog;
    this.counts = counts;
  }

  /**
   * Sends what is logged from now on where the settings say. Must come before the first logger.
   *
   * @throws UnusableSettingException when it cannot be written
   */
  public static ErrorLog start(Settings settings) {
    LoggerContext context = new LoggerContext();
    ErrorLog log = configure(context, settings);
    ErrorLogProvider.bind(context);
    return log;
  }

  static ErrorLog configure(LoggerContext context, Settings settings) {
    ErrorLog log = new ErrorLog(open(settings), Syslog.open(settings, "error"), new LogCounts());
    context.setMDCAdapter(new LogbackMDCAdapter());
    ErrorLogForm form =
        new ErrorLogLine(ProcessName.isGiven(settings) ? ProcessName.of(settings) + " " : "");
    attach(context, event -> log.file.write(line(form.entry(event))));
    log.syslog.ifPresent(syslog -> attach(context, event -> send(event, syslog)));
    attach(context, log.counts);

    Level level = level(settings.get(LOGLEVEL));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    // Jetty says at INFO how it is put together, and at DEBUG every byte that it sees.
    atLeast(level == Level.DEBUG ? Level.INFO : Level.WARN, context, "org.eclipse.jetty");
    // It warns at each start that it reads the same descriptor schemas twice.
    atLeast(Level.ERROR, context, "org.apache.tomcat.util.descriptor");
    // What it warns of is said in the words of `session_store`.
    atLeast(Level.ERROR, context, "com.zaxxer.hikari");
    // It warns of each request with a bad Host, as often as a client likes.
    atLeast(Level.ERROR, context, "org.eclipse.jetty.http.HttpParser");
    atLeast(Level.ERROR, context, "org.eclipse.jetty.util.HostPort");
    return log;
  }

  private static void attach(LoggerContext context, Consumer<ILoggingEvent> written) {
    attach(
        context,
        new UnsynchronizedAppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            written.accept(event);
          }
        });
  }

  private static void attach(LoggerContext context, Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  private static byte[] line(String entry) {
    return (entry + '\n').getBytes(StandardCharsets.UTF_8);
  }

  private static void send(ILoggingEvent event, Syslog syslog) {
    StringBuilder text = new StringBuilder(160);
    ErrorLogLine.appendText(text, event);
    syslog.write(severity(event.getLevel()), text.toString());
  }

  private static SyslogSeverity severity(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> SyslogSeverity.ERROR;
      case Level.WARN_INT -> SyslogSeverity.WARNING;
      case Level.INFO_INT -> SyslogSeverity.INFO;
      default -> SyslogSeverity.DEBUG;
    };
  }

  /** How many entries there were so far, by gunicorn's names: warning, error, exception. */
  public Map<String, LongSupplier> entries() {
    return counts.byLevel();
  }

  /** Opens the file anew, because somebody has moved the old one away. */
  public void reopen() {
    file.reopen();
  }

  /** How many entries were dropped because they could not be written in time. */
  public long dropped() {
    return file.dropped() + syslog.map(Syslog::dropped).orElse(0L);
  }

  /** Writes what waits. What is logged later is lost. */
  @Override
  public void close() {
    file.close();
    syslog.ifPresent(Syslog::close);
  }

  private static void atLeast(Level least, LoggerContext context, String name) {
    Level level = context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel();
    context.getLogger(name).setLevel(level.isGreaterOrEqual(least) ? level : least);
  }

  private static LogWriter open(Settings settings) {
    try {
      return LogWriter.to("error log", settings.get(ERRORLOG));
    } catch (IOException e) {
      throw new UnusableSettingException(
              ERRORLOG, "the error log cannot be written", String.valueOf(e.getMessage()))
          .causedBy(e);
    }
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case DEBUG -> Level.DEBUG;
      case INFO -> Level.INFO;
      case WARNING -> Level.WARN;
      case ERROR -> Level.ERROR;
      // Logback has nothing above ERROR, and what ends the server is not logged but printed.
      case CRITICAL -> Level.OFF;
    };
  }
}
