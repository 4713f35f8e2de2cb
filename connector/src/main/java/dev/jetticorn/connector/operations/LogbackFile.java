package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AsyncAppenderBase;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.joran.event.SaxEventRecorder;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.status.Status;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import org.xml.sax.InputSource;

/**
 * A configuration of Logback that the operator wrote.
 *
 * <p>Its appenders get their entries from threads of their own, so that nobody who logs waits for
 * them; one that hands on by itself ({@code AsyncAppender}) is left as it is.
 */
final class LogbackFile {
  /** A file with a mistake in each line is not repeated in full. */
  private static final int SHOWN = 5;

  private static final String NOT_UNDERSTOOD = "not a configuration of Logback";

  private final List<FileAppender<ILoggingEvent>> files = new ArrayList<>();
  private final List<PatientAppender> patient = new ArrayList<>();

  private LogbackFile() {}

  /**
   * Configures a context.
   *
   * @throws UnusableSettingException if there is no such file, or Logback does not understand it
   */
  static LogbackFile configure(LoggerContext context, Path file) {
    checkFile(file);
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(file.toFile());
    } catch (JoranException e) {
      // Its status says which line it is.
    }
    List<Status> errors = statuses(context, Status.ERROR);
    if (!errors.isEmpty()) {
      context.stop();
      throw unusable(file, NOT_UNDERSTOOD, errors);
    }
    if (context.getLoggerList().stream().noneMatch(LogbackFile::hasAppender)) {
      throw unusable(file, "no logger has an appender", statuses(context, Status.WARN));
    }
    Logger log = context.getLogger(LogbackFile.class);
    statuses(context, Status.WARN).forEach(warning -> log.warn("{}: {}", file, words(warning)));
    LogbackFile configured = new LogbackFile();
    configured.takeOver(context);
    return configured;
  }

  /**
   * Checks that there is such a file, of well-formed XML.
   *
   * @throws UnusableSettingException if not
   */
  static void check(Path file) {
    checkFile(file);
    LoggerContext context = new LoggerContext();
    try {
      new SaxEventRecorder(context).recordEvents(new InputSource(file.toUri().toString()));
    } catch (JoranException e) {
      throw unusable(file, NOT_UNDERSTOOD, statuses(context, Status.ERROR));
    }
  }

  private static void checkFile(Path file) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw unusable(file, Files.exists(file) ? "not a file that can be read" : "no such file");
    }
  }

  private static List<Status> statuses(LoggerContext context, int level) {
    return context.getStatusManager().getCopyOfStatusList().stream()
        .filter(status -> status.getEffectiveLevel() >= level)
        .toList();
  }

  private static String words(Status error) {
    Throwable cause = error.getThrowable();
    String message = String.valueOf(error.getMessage());
    return (cause == null || cause.getMessage() == null
            ? message
            : message + ": " + cause.getMessage())
        .replace('\n', ' ');
  }

  private static boolean hasAppender(Logger logger) {
    return logger.iteratorForAppenders().hasNext();
  }

  private static UnusableSettingException unusable(Path file, String label, List<Status> statuses) {
    UnusableSettingException unusable = unusable(file, label);
    for (Status status : statuses.subList(0, Math.min(SHOWN, statuses.size()))) {
      unusable = unusable.note(words(status));
    }
    return unusable;
  }

  private static UnusableSettingException unusable(Path file, String label) {
    return new UnusableSettingException(LOGCONFIG, "cannot log as `" + file + "` says", label);
  }

  private void takeOver(LoggerContext context) {
    IdentityHashMap<Appender<ILoggingEvent>, Appender<ILoggingEvent>> behind =
        new IdentityHashMap<>();
    for (Logger logger : context.getLoggerList()) {
      for (Appender<ILoggingEvent> appender : appendersOf(logger.iteratorForAppenders())) {
        Appender<ILoggingEvent> before = behind.computeIfAbsent(appender, this::takeOver);
        if (before != appender) {
          logger.detachAppender(appender);
          logger.addAppender(before);
        }
      }
    }
  }

  private Appender<ILoggingEvent> takeOver(Appender<ILoggingEvent> appender) {
    if (appender instanceof AsyncAppenderBase<ILoggingEvent> async) {
      appendersOf(async.iteratorForAppenders()).forEach(this::remember);
      return appender;
    }
    remember(appender);
    PatientAppender before = new PatientAppender(appender);
    patient.add(before);
    return before;
  }

  private void remember(Appender<ILoggingEvent> appender) {
    if (appender instanceof FileAppender<ILoggingEvent> file) {
      files.add(file);
    }
  }

  private static List<Appender<ILoggingEvent>> appendersOf(
      Iterator<Appender<ILoggingEvent>> iterator) {
    List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    iterator.forEachRemaining(appenders::add);
    return appenders;
  }

  /** Opens all files anew, because somebody has moved the old ones away. */
  void reopen() {
    for (FileAppender<ILoggingEvent> file : files) {
      try {
        // Closes the old one in the same breath, between two entries.
        file.openFile(file.getFile());
      } catch (IOException e) {
        file.addError("cannot open " + file.getFile() + " anew", e);
      }
    }
  }

  /** How many entries were dropped because an appender could not take them in time. */
  long dropped() {
    return patient.stream().mapToLong(PatientAppender::dropped).sum();
  }
}
