package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.ApplicationSettings.LIB;
import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_STORE;
import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET;
import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET_DISABLE;
import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET_MODE;
import static dev.jetticorn.connector.settings.LogSettings.ACCESSLOG;
import static dev.jetticorn.connector.settings.LogSettings.ACCESS_LOG_FORMAT;
import static dev.jetticorn.connector.settings.LogSettings.CAPTURE_OUTPUT;
import static dev.jetticorn.connector.settings.LogSettings.DISABLE_REDIRECT_ACCESS_TO_SYSLOG;
import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG_JSON;
import static dev.jetticorn.connector.settings.LogSettings.LOGLEVEL;
import static dev.jetticorn.connector.settings.LogSettings.PIDFILE;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_ADDR;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_FACILITY;
import static dev.jetticorn.connector.settings.LogSettings.SYSLOG_PREFIX;
import static dev.jetticorn.connector.settings.MetricsSettings.DOGSTATSD_TAGS;
import static dev.jetticorn.connector.settings.MetricsSettings.METRICS_PATH;
import static dev.jetticorn.connector.settings.MetricsSettings.STATSD_HOST;
import static dev.jetticorn.connector.settings.MetricsSettings.STATSD_PREFIX;
import static dev.jetticorn.connector.settings.RunningSettings.DEFAULT_PROC_NAME;
import static dev.jetticorn.connector.settings.RunningSettings.PROC_NAME;
import static dev.jetticorn.connector.settings.SocketSettings.BACKLOG;
import static dev.jetticorn.connector.settings.SocketSettings.REUSE_PORT;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKERS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CLASS;

import dev.jetticorn.connector.server.metrics.ServerCounts;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What becomes of the settings when they are read again.
 *
 * @param settings what is in force afterwards: new values of what can change, old ones of the rest
 * @param changed what gets a new value
 * @param pending what would have one after a restart
 */
record Reload(Settings settings, List<Setting<?>> changed, List<Setting<?>> pending) {
  /** What the process, its threads and its sockets are made with, and what lives on in them. */
  private static final Set<Setting<?>> ONLY_AT_START =
      Set.of(
          BACKLOG,
          REUSE_PORT,
          WORKER_CLASS,
          SESSION_STORE,
          LIB,
          CAPTURE_OUTPUT,
          LOGCONFIG,
          STATSD_HOST,
          STATSD_PREFIX,
          DOGSTATSD_TAGS,
          PIDFILE,
          PROC_NAME,
          DEFAULT_PROC_NAME,
          CONTROL_SOCKET,
          CONTROL_SOCKET_MODE,
          CONTROL_SOCKET_DISABLE);

  private static final Set<Setting<?>> WORKER_LIMITS = Set.of(WORKERS, THREADS);

  private static final Set<Setting<?>> ACCESS_LOG =
      Set.of(
          ACCESSLOG,
          ACCESS_LOG_FORMAT,
          LOGCONFIG_JSON,
          SYSLOG,
          SYSLOG_ADDR,
          SYSLOG_PREFIX,
          SYSLOG_FACILITY,
          DISABLE_REDIRECT_ACCESS_TO_SYSLOG);

  /** What {@code logconfig} says instead of them where it is set. */
  private static final Set<Setting<?>> LOGS = Set.of(ERRORLOG, LOGLEVEL);

  static Reload of(Settings inForce, Settings fresh) {
    Settings mixed = inForce.with(fresh, canChange(inForce, fresh));
    List<Setting<?>> all =
        Registry.installed().settings().stream().filter(setting -> !setting.isForOneRun()).toList();
    return new Reload(
        mixed,
        all.stream().filter(setting -> differs(setting, inForce, mixed)).toList(),
        all.stream().filter(setting -> differs(setting, mixed, fresh)).toList());
  }

  private static Predicate<Setting<?>> canChange(Settings inForce, Settings fresh) {
    // A limit or none: that decides whether there are permits.
    boolean limitStays = isLimited(inForce) == isLimited(fresh);
    // What was not counted from the start on would be wrong for ever.
    boolean countsStay = ServerCounts.areRead(inForce) || fresh.get(METRICS_PATH).isEmpty();
    boolean isConfigured = inForce.get(LOGCONFIG).isPresent();
    return setting ->
        !ONLY_AT_START.contains(setting)
            && (limitStays || !WORKER_LIMITS.contains(setting))
            && (countsStay || setting != METRICS_PATH)
            && !(isConfigured && LOGS.contains(setting));
  }

  private static boolean isLimited(Settings settings) {
    return Workers.of(settings).permits().isPresent();
  }

  private static boolean differs(Setting<?> setting, Settings some, Settings others) {
    return !some.get(setting).equals(others.get(setting));
  }

  boolean changesWorkers() {
    return changed.stream().anyMatch(WORKER_LIMITS::contains);
  }

  boolean changesAccessLog() {
    return changed.stream().anyMatch(ACCESS_LOG::contains);
  }

  /** For example {@code changed: workers; after a restart: bind, keepalive}. */
  @Override
  public String toString() {
    String now = changed.isEmpty() ? "no setting changed" : "changed: " + names(changed);
    return pending.isEmpty() ? now : now + "; only after a restart: " + names(pending);
  }

  private static String names(List<Setting<?>> settings) {
    return settings.stream().map(Setting::name).collect(Collectors.joining(", "));
  }
}
