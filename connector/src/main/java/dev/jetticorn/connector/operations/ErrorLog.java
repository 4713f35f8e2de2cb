package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.CAPTURE_OUTPUT;
import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG_JSON;
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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Where the command logs: Logback, set up from the settings alone. */
public final class ErrorLog implements AutoCloseable {
  private static final String ACCESS_LOG = "gunicorn.access";

  private final LoggerContext context;
  private final Optional<LogWriter> file;
  private final Optional<Syslog> syslog;
  private final LogCounts counts = new LogCounts();
  private final List<PrintStream> printed = new ArrayList<>();
  private Optional<LogbackFile> configured = Optional.empty();

  private ErrorLog(LoggerContext context, Settings settings) {
    this.context = context;
    boolean isOurs = settings.get(LOGCONFIG).isEmpty() || settings.get(CAPTURE_OUTPUT);
    file = isOurs ? Optional.of(open(settings)) : Optional.empty();
    syslog = Syslog.open(settings, "error");
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
    if (settings.get(CAPTURE_OUTPUT)) {
      System.setOut(log.printStream("stdout", form(settings)));
      System.setErr(log.printStream("stderr", form(settings)));
    }
    return log;
  }

  /**
   * Checks what can be checked without opening a file.
   *
   * @throws UnusableSettingException when the file of {@code logconfig} cannot be read
   */
  public static void check(Settings settings) {
    settings.get(LOGCONFIG).ifPresent(LogbackFile::check);
  }

  static ErrorLog configure(LoggerContext context, Settings settings) {
    ErrorLog log = new ErrorLog(context, settings);
    context.setMDCAdapter(new LogbackMDCAdapter());
    setLevels(context, level(settings.get(LOGLEVEL)));
    log.configured =
        settings.get(LOGCONFIG).map(written -> LogbackFile.configure(context, written));
    if (log.configured.isEmpty()) {
      ErrorLogForm form = form(settings);
      log.file.ifPresent(writer -> attach(context, event -> writer.write(line(form.entry(event)))));
    }
    log.syslog.ifPresent(to -> attach(context, event -> send(event, to)));
    attach(context, log.counts);
    return log;
  }

  private static ErrorLogForm form(Settings settings) {
    String name = ProcessName.isGiven(settings) ? ProcessName.of(settings) : "";
    return settings.get(LOGCONFIG_JSON) ? new ErrorLogJson(name) : new ErrorLogLine(name);
  }

  private static void setLevels(LoggerContext context, Level level) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
    // Jetty says at INFO how it is put together, and at DEBUG every byte that it sees.
    atLeast(level == Level.DEBUG ? Level.INFO : Level.WARN, context, "org.eclipse.jetty");
    // It warns at each start that it reads the same descriptor schemas twice.
    atLeast(Level.ERROR, context, "org.apache.tomcat.util.descriptor");
    // What it warns of is said in the words of `session_store`.
    atLeast(Level.ERROR, context, "com.zaxxer.hikari");
    // It warns of each request with a bad Host, as often as a client likes.
    atLeast(Level.ERROR, context, "org.eclipse.jetty.http.HttpParser");
    atLeast(Level.ERROR, context, "org.eclipse.jetty.util.HostPort");
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
    if (event.getLoggerName().equals(ACCESS_LOG)) {
      // It has a way to syslog of its own.
      return;
    }
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

  private PrintStream printStream(String name, ErrorLogForm form) {
    PrintStream stream =
        new PrintStream(
            new PrintedLines(
                text -> file.ifPresent(writer -> writer.write(line(form.printed(name, text))))),
            true,
            StandardCharsets.UTF_8);
    printed.add(stream);
    return stream;
  }

  /** Opens the files anew, because somebody has moved the old ones away. */
  public void reopen() {
    file.ifPresent(LogWriter::reopen);
    configured.ifPresent(LogbackFile::reopen);
  }

  /** How many entries were dropped because they could not be written in time. */
  public long dropped() {
    return file.map(LogWriter::dropped).orElse(0L)
        + syslog.map(Syslog::dropped).orElse(0L)
        + configured.map(LogbackFile::dropped).orElse(0L);
  }

  /** Writes what waits. What is logged later is lost. */
  @Override
  public void close() {
    printed.forEach(PrintStream::close);
    if (configured.isPresent()) {
      context.stop();
    }
    file.ifPresent(LogWriter::close);
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
