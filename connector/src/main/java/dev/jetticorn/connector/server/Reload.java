package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.ApplicationSettings.RAW_ENV;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD_ENGINE;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD_EXTRA_FILES;
import static dev.jetticorn.connector.settings.ApplicationSettings.ROOT_PATH;
import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_TIMEOUT;
import static dev.jetticorn.connector.settings.ApplicationSettings.TMP_UPLOAD_DIR;
import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.ApplicationSettings.WEBAPPS;
import static dev.jetticorn.connector.settings.RunningSettings.CHDIR;
import static dev.jetticorn.connector.settings.RunningSettings.SENDFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CERT_REQS;
import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static dev.jetticorn.connector.settings.TlsSettings.SNI;
import static dev.jetticorn.connector.settings.TlsSettings.SSL_VERSION;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKERS;

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
  private static final Set<Setting<?>> APPLICATION =
      Set.of(
          WAR,
          WEBAPPS,
          ROOT_PATH,
          RELOAD,
          RELOAD_ENGINE,
          RELOAD_EXTRA_FILES,
          TMP_UPLOAD_DIR,
          CHDIR,
          RAW_ENV,
          SENDFILE,
          SESSION_TIMEOUT);

  private static final Set<Setting<?>> TLS =
      Set.of(CERTFILE, KEYFILE, KEYFILE_PASSWORD, CA_CERTS, CERT_REQS, CIPHERS, SSL_VERSION, SNI);

  private static final Set<Setting<?>> WORKER_LIMITS = Set.of(WORKERS, THREADS);

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
    // With a certificate or without: that decides what the listeners speak.
    boolean tlsStays = inForce.get(CERTFILE).isPresent() == fresh.get(CERTFILE).isPresent();
    // A limit or none: that decides which handlers there are.
    boolean limitStays = isLimited(inForce) == isLimited(fresh);
    return setting ->
        APPLICATION.contains(setting)
            || setting == GRACEFUL_TIMEOUT
            || (tlsStays && TLS.contains(setting))
            || (limitStays && WORKER_LIMITS.contains(setting));
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
