package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.CAPTURE_OUTPUT;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import dev.jetticorn.connector.settings.LogLevel;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Where the command logs: Logback, set up from the settings alone. */
public final class ErrorLog implements AutoCloseable {
  /** Who has just logged may still be on the way into what was replaced. */
  private static final Duration LAST_ENTRIES = Duration.ofSeconds(1);

  private final LoggerContext context;
  private final LogCounts counts = new LogCounts();
  private final List<PrintStream> printed = new ArrayList<>();
  private Optional<LogbackFile> configured = Optional.empty();

  // Replaced by one reload at a time.
  private volatile ErrorLogOutputs outputs;
  private final Set<ErrorLogOutputs> replaced = ConcurrentHashMap.newKeySet();
  private long droppedByReplaced;

  private ErrorLog(LoggerContext context, Settings settings) {
    this.context = context;
    this.outputs = ErrorLogOutputs.open(settings);
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
      System.setOut(log.printStream("stdout"));
      System.setErr(log.printStream("stderr"));
    }
    return log;
  }

  /**
   * Checks what can be checked without opening a file.
   *
   * @throws UnusableSettingException when the file of {@code logconfig} cannot be read, or the log
   *     cannot be written
   */
  public static void check(Settings settings) {
    ErrorLogOutputs.check(settings);
    settings.get(LOGCONFIG).ifPresent(LogbackFile::check);
  }

  static ErrorLog configure(LoggerContext context, Settings settings) {
    ErrorLog log = new ErrorLog(context, settings);
    context.setMDCAdapter(new LogbackMDCAdapter());
    setLevels(context, level(settings.get(LOGLEVEL)));
    log.configured =
        settings.get(LOGCONFIG).map(written -> LogbackFile.configure(context, written));
    attach(
        context,
        new UnsynchronizedAppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            log.outputs.append(event);
          }
        });
    attach(context, log.counts);
    return log;
  }

  /** What a reload changes, made and not yet in force. */
  public interface Change {
    /** Puts it in force. */
    void take();

    /** Closes what was opened for it. */
    void discard();
  }

  /**
   * Opens what other settings ask for.
   *
   * @param fresh in which {@code logconfig} and {@code capture_output} are as they were
   * @throws UnusableSettingException when it cannot be written; then nothing is left open
   */
  public Change prepare(Settings fresh) {
    Optional<ErrorLogOutputs> opened =
        outputs.isFor(fresh) ? Optional.empty() : Optional.of(ErrorLogOutputs.open(fresh));
    return new Change() {
      @Override
      public void take() {
        if (configured.isEmpty()) {
          setLevels(context, level(fresh.get(LOGLEVEL)));
        }
        opened.ifPresent(ErrorLog.this::replaceOutputs);
      }

      @Override
      public void discard() {
        opened.ifPresent(ErrorLogOutputs::close);
      }
    };
  }

  private void replaceOutputs(ErrorLogOutputs fresh) {
    ErrorLogOutputs before = outputs;
    synchronized (replaced) {
      replaced.add(before);
      outputs = fresh;
    }
    CompletableFuture.delayedExecutor(LAST_ENTRIES.toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> end(before));
  }

  private void end(ErrorLogOutputs before) {
    before.close();
    synchronized (replaced) {
      if (replaced.remove(before)) {
        droppedByReplaced += before.dropped();
      }
    }
  }

  private static void setLevels(LoggerContext context, Level level) {
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level);
    // Jetty says at INFO how it is put together, and at DEBUG every byte that it sees.
    atLeast(level == Level.DEBUG ? Level.INFO : Level.WARN, context, "org.eclipse.jetty");
    // In the name of our connectors Jetty says what a reload says in words.
    atLeast(Level.WARN, context, "dev.jetticorn.connector.server.listener");
    // It warns at each start that it reads the same descriptor schemas twice.
    atLeast(Level.ERROR, context, "org.apache.tomcat.util.descriptor");
    // What it warns of is said in the words of `session_store`.
    atLeast(Level.ERROR, context, "com.zaxxer.hikari");
    // It warns of each request with a bad Host, as often as a client likes.
    atLeast(Level.ERROR, context, "org.eclipse.jetty.http.HttpParser");
    atLeast(Level.ERROR, context, "org.eclipse.jetty.util.HostPort");
  }

  private static void attach(LoggerContext context, Appender<ILoggingEvent> appender) {
    appender.setContext(context);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
  }

  /** How many entries there were so far, by gunicorn's names: warning, error, exception. */
  public Map<String, LongSupplier> entries() {
    return counts.byLevel();
  }

  private PrintStream printStream(String name) {
    PrintStream stream =
        new PrintStream(
            new PrintedLines(text -> outputs.print(name, text)), true, StandardCharsets.UTF_8);
    printed.add(stream);
    return stream;
  }

  /** Opens the files anew, because somebody has moved the old ones away. */
  public void reopen() {
    outputs.reopen();
    configured.ifPresent(LogbackFile::reopen);
  }

  /** How many entries were dropped because they could not be written in time. */
  public long dropped() {
    // Together, because a count that goes down for a moment looks like one that began anew.
    synchronized (replaced) {
      return outputs.dropped()
          + replaced.stream().mapToLong(ErrorLogOutputs::dropped).sum()
          + droppedByReplaced
          + configured.map(LogbackFile::dropped).orElse(0L);
    }
  }

  /** Writes what waits. What is logged later is lost. */
  @Override
  public void close() {
    printed.forEach(PrintStream::close);
    if (configured.isPresent()) {
      context.stop();
    }
    replaced.forEach(ErrorLogOutputs::close);
    outputs.close();
  }

  private static void atLeast(Level least, LoggerContext context, String name) {
    Level level = context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel();
    context.getLogger(name).setLevel(level.isGreaterOrEqual(least) ? level : least);
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
