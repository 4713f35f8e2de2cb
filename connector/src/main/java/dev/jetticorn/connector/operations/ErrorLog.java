package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.jetticorn.connector.log.LogWriter;
import dev.jetticorn.connector.settings.LogLevel;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.util.Map;
import java.util.function.LongSupplier;

/** Where the command logs: Logback, set up from the settings alone. */
public final class ErrorLog implements AutoCloseable {
  private final LogWriter writer;
  private final LogCounts counts;

  private ErrorLog(LogWriter writer, LogCounts counts) {
    this.writer = writer;
    this.counts = counts;
  }

  /**
   * Sends what is logged from now on where the settings say. Must come before the first logger.
   *
   * @throws UnusableSettingException when the file cannot be written
   */
  public static ErrorLog start(Settings settings) {
    LoggerContext context = new LoggerContext();
    ErrorLog log = configure(context, settings);
    ErrorLogProvider.bind(context);
    return log;
  }

  static ErrorLog configure(LoggerContext context, Settings settings) {
    LogWriter writer = open(settings);
    context.setMDCAdapter(new LogbackMDCAdapter());
    ErrorLogLine line = new ErrorLogLine();
    UnsynchronizedAppenderBase<ILoggingEvent> appender =
        new UnsynchronizedAppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            writer.write(line.encode(event));
          }
        };
    appender.setContext(context);
    appender.start();
    LogCounts counts = new LogCounts();
    counts.setContext(context);
    counts.start();

    Level level = level(settings.get(LOGLEVEL));
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(appender);
    root.addAppender(counts);
    // Jetty says at INFO how it is put together, and at DEBUG every byte that it sees.
    atLeast(level == Level.DEBUG ? Level.INFO : Level.WARN, context, "org.eclipse.jetty");
    // It warns at each start that it reads the same descriptor schemas twice.
    atLeast(Level.ERROR, context, "org.apache.tomcat.util.descriptor");
    // It warns of each request with a bad Host, as often as a client likes.
    atLeast(Level.ERROR, context, "org.eclipse.jetty.http.HttpParser");
    atLeast(Level.ERROR, context, "org.eclipse.jetty.util.HostPort");
    return new ErrorLog(writer, counts);
  }

  /** How many entries there were so far, by gunicorn's names: warning, error, exception. */
  public Map<String, LongSupplier> entries() {
    return counts.byLevel();
  }

  /** Opens the file anew, because somebody has moved the old one away. */
  public void reopen() {
    writer.reopen();
  }

  /** How many entries were dropped because they could not be written in time. */
  public long dropped() {
    return writer.dropped();
  }

  /** Writes what waits. What is logged later is lost. */
  @Override
  public void close() {
    writer.close();
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
