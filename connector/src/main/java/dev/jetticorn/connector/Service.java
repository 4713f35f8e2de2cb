package dev.jetticorn.connector;

import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;

import dev.jetticorn.connector.cli.Version;
import dev.jetticorn.connector.operations.ControlCommands;
import dev.jetticorn.connector.operations.ControlCommands.FailedCommandException;
import dev.jetticorn.connector.operations.ControlCommands.Later;
import dev.jetticorn.connector.operations.ControlSocket;
import dev.jetticorn.connector.operations.ErrorLog;
import dev.jetticorn.connector.operations.PidFile;
import dev.jetticorn.connector.operations.ReadinessNotice;
import dev.jetticorn.connector.operations.Signal;
import dev.jetticorn.connector.operations.StuckThread;
import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.settings.load.ProblemReport;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.settings.print.SettingsTable;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server that owns its process: signals tell it what to do, and its end ends the process. */
final class Service {
  private static final int STATUS = 0;

  /** Beyond {@code graceful_timeout}, which is for requests. */
  private static final Duration TO_STOP_THE_APPLICATION = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final ConnectorServer server;
  private final Optional<PidFile> pidFile;
  private final Supplier<Settings> again;
  private final ErrorLog log;
  private final ReadinessNotice notice;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Instant began = Instant.now();

  // These are set once, before the server starts, and read by whoever stops it.
  private volatile boolean handlesSignals;
  private volatile Optional<ControlSocket> control = Optional.empty();

  /**
   * A service that is not yet started.
   *
   * @param again reads the settings from where they came from
   * @param log closed at the end, so that nothing of it is lost
   * @param notice hears when the server is ready and when it is not
   */
  Service(
      ConnectorServer server,
      Optional<PidFile> pidFile,
      Supplier<Settings> again,
      ErrorLog log,
      ReadinessNotice notice) {
    this.server = server;
    this.pidFile = pidFile;
    this.again = again;
    this.log = log;
    this.notice = notice;
  }

  /** Serves until a signal ends it. */
  void run() throws InterruptedException {
    // Before the start: it may take long, and who sees the server listen may stop it at once.
    Thread onExit = new Thread(this::stopOnExit, "jetticorn-stop");
    Runtime.getRuntime().addShutdownHook(onExit);
    handlesSignals = Signal.TERM.runs(() -> stop(server::close));
    Signal.INT.runs(() -> stop(server::closeNow));
    Signal.HUP.runs(this::reload);
    Signal.USR1.runs(this::reopenLogs);
    Signal.TTIN.runs(() -> server.addWorkers(1));
    Signal.TTOU.runs(() -> server.addWorkers(-1));
    server.whenFilesChange(
        () -> {
          LOG.info("Files have changed: reloading");
          reload();
        });
    try {
      control = ControlSocket.open(server.settings(), commands());
      server.start();
    } catch (RuntimeException e) {
      control.ifPresent(ControlSocket::close);
      Runtime.getRuntime().removeShutdownHook(onExit);
      throw e;
    }
    tellReady();
    stopped.await();
  }

  private void tellReady() {
    notice.ready("Listening at " + server.addresses());
  }

  private ControlCommands commands() {
    return new ControlCommands()
        .add("show stats", this::stats)
        .add("show connections", server::connections)
        .add("show config", () -> SettingsTable.of(Registry.installed(), server.settings()))
        .add("reload", this::reloadOnCommand)
        .add("shutdown", () -> new Later(state("stopping"), () -> stop(server::close)));
  }

  private Map<String, Object> stats() {
    Map<String, Object> stats =
        state(stopping.get() ? "stopping" : server.isServing() ? "serving" : "starting");
    stats.put("version", Version.current().jetticorn());
    stats.put("pid", ProcessHandle.current().pid());
    stats.put("uptime_seconds", Duration.between(began, Instant.now()).toSeconds());
    stats.put("listeners", server.addresses().stream().map(URI::toString).toList());
    stats.putAll(server.statistics());
    return stats;
  }

  private Object reloadOnCommand() throws FailedCommandException {
    if (!server.isServing()) {
      throw new FailedCommandException("nothing is reloaded: the server starts or stops");
    }
    Optional<ProblemReport> wrong = reload();
    if (wrong.isPresent()) {
      throw new FailedCommandException(
          "nothing is reloaded, everything stays as it was:\n" + wrong.get());
    }
    return state("reloaded");
  }

  private static Map<String, Object> state(String state) {
    return new LinkedHashMap<>(Map.of("state", state));
  }

  /**
   * Reads the settings again and takes them, or reports all that is wrong and changes nothing.
   *
   * @return what is wrong, as it is in the error log; nothing if the server runs with them now
   */
  Optional<ProblemReport> reload() {
    if (!server.isServing()) {
      LOG.warn("Nothing is reloaded: the server is about to start or to stop");
      return Optional.empty();
    }
    notice.reloading();
    try {
      return takeSettingsAgain();
    } finally {
      tellReady();
    }
  }

  private Optional<ProblemReport> takeSettingsAgain() {
    Settings fresh;
    try {
      fresh = again.get();
    } catch (SettingsException e) {
      return refused(new ProblemReport(e.problems()));
    }
    try {
      ErrorLog.Change logChange = log.prepare(server.settingsAfterReload(fresh));
      try {
        server.reload(fresh);
      } catch (UnusableSettingException e) {
        logChange.discard();
        throw e;
      }
      logChange.take();
      // As in gunicorn.
      reopenLogs();
      return Optional.empty();
    } catch (UnusableSettingException e) {
      return refused(ProblemReport.of(e, fresh));
    }
  }

  private Optional<ProblemReport> refused(ProblemReport report) {
    if (stopping.get()) {
      LOG.warn("The reload is given up: the server stops");
      return Optional.of(report);
    }
    LOG.error("Nothing is reloaded, everything stays as it was:\n{}", report);
    return Optional.of(report);
  }

  private void reopenLogs() {
    log.reopen();
    server.reopenAccessLog();
  }

  /** Ends the process as well: a JVM that a signal ends by itself exits with 143. */
  private void stop(Runnable close) {
    end(close);
    Runtime.getRuntime().halt(STATUS);
  }

  /**
   * Somebody has called {@code System.exit}, or a signal that is not handled ends the JVM. The
   * status of the former stays.
   */
  private void stopOnExit() {
    if (handlesSignals && !stopping.get()) {
      LOG.error("The application ends the process: it has called System.exit");
      end(server::close);
    } else {
      stop(server::close);
    }
  }

  private void end(Runnable close) {
    boolean first = stopping.compareAndSet(false, true);
    if (first) {
      notice.stopping();
    }
    // Who asks again does not want to wait. A server that is still starting has no request in
    // progress to wait for.
    if (first && server.isServing()) {
      closeInTime(close);
    }
    control.ifPresent(ControlSocket::close);
    pidFile.ifPresent(PidFile::close);
    log.close();
    stopped.countDown();
  }

  /** An application that does not stop, or a hook, cannot keep the process from ending. */
  private void closeInTime(Runnable close) {
    Duration patience = server.settings().get(GRACEFUL_TIMEOUT).plus(TO_STOP_THE_APPLICATION);
    Thread closing = new Thread(close, "jetticorn-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(patience.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      LOG.error(
          "The application has not stopped within {} s, the process ends without it; stuck is",
          patience.toSeconds(),
          StuckThread.behind(closing));
    }
  }
}
