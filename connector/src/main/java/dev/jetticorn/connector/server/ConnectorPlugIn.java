package dev.jetticorn.connector.server;

import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.listener.Listener;
import dev.jetticorn.connector.settings.ApplicationSettings;
import dev.jetticorn.connector.settings.ControlSettings;
import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.MetricsSettings;
import dev.jetticorn.connector.settings.ProxySettings;
import dev.jetticorn.connector.settings.RunningSettings;
import dev.jetticorn.connector.settings.WorkerSettings;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.server.Server;

/**
 * The connector alone, for a Jetty server that somebody else owns.
 *
 * <pre>{@code
 * Server server = new Server();
 * server.setHandler(webApplication);
 * ConnectorPlugIn plugIn = ConnectorPlugIn.addTo(server, settings);
 * server.start();
 * System.out.println(plugIn.addresses());
 * }</pre>
 */
public final class ConnectorPlugIn {
  /** What only the owner of the server can decide. */
  private static final List<Setting<?>> SETTINGS_OF_THE_OWNER =
      List.of(
          ApplicationSettings.WAR,
          ApplicationSettings.WEBAPPS,
          ApplicationSettings.RELOAD,
          ApplicationSettings.RELOAD_ENGINE,
          ApplicationSettings.RELOAD_EXTRA_FILES,
          ApplicationSettings.PRELOAD_APP,
          ApplicationSettings.ROOT_PATH,
          ApplicationSettings.TMP_UPLOAD_DIR,
          ApplicationSettings.RAW_ENV,
          ApplicationSettings.LIB,
          ApplicationSettings.SESSION_TIMEOUT,
          ApplicationSettings.SESSION_STORE,
          RunningSettings.SENDFILE,
          ProxySettings.REDIRECT_HTTPS,
          WorkerSettings.WORKERS,
          WorkerSettings.THREADS,
          WorkerSettings.WORKER_CLASS,
          ControlSettings.CONTROL_SOCKET,
          MetricsSettings.METRICS_PATH,
          MetricsSettings.HEALTH_PATH,
          MetricsSettings.STATSD_HOST,
          LogSettings.ACCESSLOG,
          LogSettings.ACCESS_LOG_FORMAT,
          LogSettings.ERRORLOG,
          LogSettings.LOGLEVEL,
          LogSettings.CAPTURE_OUTPUT,
          LogSettings.LOGCONFIG,
          LogSettings.LOGCONFIG_JSON,
          LogSettings.SYSLOG,
          LogSettings.SYSLOG_ADDR,
          LogSettings.SYSLOG_PREFIX,
          LogSettings.SYSLOG_FACILITY,
          LogSettings.DISABLE_REDIRECT_ACCESS_TO_SYSLOG,
          RunningSettings.PROC_NAME,
          RunningSettings.DEFAULT_PROC_NAME,
          LogSettings.PIDFILE);

  private final List<Listener> listeners;

  private ConnectorPlugIn(List<Listener> listeners) {
    this.listeners = listeners;
  }

  /**
   * Adds the listeners of {@code bind}, with their protocols, TLS and limits, and the request
   * attributes around the handlers that the server has.
   *
   * @param server not yet started; its threads, handlers, logs and life stay its owner's
   * @throws UnusableSettingException if a setting is well formed but cannot be used, or is one that
   *     only the owner of the server can decide, such as {@code war} or {@code threads}
   */
  public static ConnectorPlugIn addTo(Server server, Settings settings) {
    for (Setting<?> setting : SETTINGS_OF_THE_OWNER) {
      if (settings.isSet(setting)) {
        throw new UnusableSettingException(
                setting,
                "the setting `" + setting.name() + "` has no meaning for a plug-in",
                "decided by the owner of the server")
            .help("set it on the Jetty server, or use ConnectorServer");
      }
    }
    ServerFactory.insert(server, ServerFactory.behindPermits(server, settings, Hooks.NONE));
    ServerFactory.insert(server, ServerFactory.headRules(settings));
    return new ConnectorPlugIn(
        ServerFactory.addNetwork(
                server,
                settings,
                Workers.of(settings).protocols(),
                ServerFactory.tls(settings, Hooks.NONE),
                Hooks.NONE)
            .listeners());
  }

  /** Returns where clients find the server, in the order of {@code bind}, once it has started. */
  public List<URI> addresses() {
    return listeners.stream().map(Listener::uri).toList();
  }
}
