package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;

import dev.jetticorn.connector.server.handler.AccessLog;
import dev.jetticorn.connector.server.handler.RequestPermits;
import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.listener.Listener;
import dev.jetticorn.connector.server.metrics.OpenConnections;
import dev.jetticorn.connector.server.metrics.ServerCounts;
import dev.jetticorn.connector.server.metrics.Statistics;
import dev.jetticorn.connector.server.metrics.StatsD;
import dev.jetticorn.connector.server.session.SessionStores;
import dev.jetticorn.connector.server.webapp.Deployments;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that serves one web application until it is closed.
 *
 * <pre>{@code
 * Settings settings = SettingsLoader.from(Map.of("bind", "127.0.0.1:0"));
 * try (ConnectorServer server =
 *     ConnectorServer.start(settings, WebApplication.servlets(Map.of("/hello", new Hello())))) {
 *   System.out.println(server.addresses());
 * }
 * }</pre>
 */
public final class ConnectorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorServer.class);

  private final Server server;
  private final Hooks hooks;
  private final Workers workers;
  private final WebApplication application;

  // Both are changed by reloading, with the lock of this object held.
  private volatile Assembly assembly;
  private volatile Settings settings;

  private ConnectorServer(
      Assembly assembly, Workers workers, WebApplication application, Settings settings) {
    this.server = assembly.server();
    this.hooks = assembly.hooks();
    this.assembly = assembly;
    this.workers = workers;
    this.application = application;
    this.settings = settings;
  }

  /**
   * Checks what can be checked without starting: certificates, keys, the format of the access log,
   * the WAR and where sessions are kept. Logs what a start would warn of.
   *
   * @throws UnusableSettingException if a setting is well formed but cannot be used
   */
  public static void check(Settings settings) {
    settings.warnings().forEach(LOG::warn);
    Workers.of(settings).warnings().forEach(LOG::warn);
    Attempts attempts = new Attempts();
    attempts.at(() -> WorkingDirectory.check(settings));
    Hooks hooks = attempts.at(() -> Hooks.load(settings)).orElse(Hooks.NONE);
    attempts.at(() -> ServerFactory.tls(settings, hooks));
    attempts.at(() -> AccessLog.check(settings));
    attempts.at(() -> WebApplication.war().check(settings));
    attempts.at(() -> SessionStores.check(settings));
    attempts.end();
  }

  /**
   * Serves the WAR that the setting {@code war} names.
   *
   * @throws UnusableSettingException if a setting is well formed but cannot be used; then nothing
   *     has been started
   */
  public static ConnectorServer start(Settings settings) {
    return start(settings, WebApplication.war());
  }

  /**
   * Serves this web application.
   *
   * @throws UnusableSettingException if a setting is well formed but cannot be used; then nothing
   *     has been started
   */
  public static ConnectorServer start(Settings settings, WebApplication application) {
    ConnectorServer server = assemble(settings, application);
    server.start();
    return server;
  }

  /**
   * Makes a server that is started later, for whoever has to be able to stop it while it starts.
   *
   * @throws UnusableSettingException if a setting is well formed but cannot be used
   */
  public static ConnectorServer assemble(Settings settings, WebApplication application) {
    settings.warnings().forEach(LOG::warn);
    Workers workers = Workers.of(settings);
    workers.warnings().forEach(LOG::warn);
    WithoutEffect.say(settings);
    Assembly assembly = ServerFactory.assemble(settings, workers, application);
    return new ConnectorServer(assembly, workers, application, settings);
  }

  /**
   * Opens the listeners and starts the web application.
   *
   * @throws UnusableSettingException if a setting is well formed but cannot be used; then nothing
   *     is left open
   */
  public void start() {
    hooks.starting();
    open();
    listeners().forEach(listener -> LOG.info("Listening at: {}", listener));
    LOG.info("Using worker: {}", workers);
    hooks.ready(addresses());
  }

  private void open() {
    try {
      // Before the application: a taken port is found at once, and clients wait in the backlog.
      Attempts attempts = new Attempts();
      listeners().forEach(listener -> attempts.at(listener::open));
      attempts.end();
      server.start();
    } catch (UnusableSettingException e) {
      closeAfterFailure();
      throw e;
    } catch (Exception e) {
      LOG.error("the web application did not start", e);
      closeAfterFailure();
      throw application.notStarted(settings, e);
    }
  }

  /**
   * Takes over what the error log counts, before the start.
   *
   * @param byLevel how many entries it has, by gunicorn's names of their levels
   * @param dropped how many could not be written in time
   */
  public void countLogEntries(Map<String, LongSupplier> byLevel, LongSupplier dropped) {
    ServerCounts.of(server).logEntries(byLevel);
    ServerCounts.of(server).droppedLogEntries("error", dropped);
  }

  private List<Listener> listeners() {
    return assembly.network().listeners();
  }

  /** Returns where clients find the server, in the order of {@code bind}, with real ports. */
  public List<URI> addresses() {
    return listeners().stream().map(Listener::uri).toList();
  }

  /** Returns the settings in force. */
  public Settings settings() {
    return settings;
  }

  /** Returns the most important numbers, in groups with names. */
  public Map<String, Object> statistics() {
    return Statistics.of(server);
  }

  /** Describes each connection that is open. */
  public List<Map<String, Object>> connections() {
    return listeners().stream()
        .flatMap(
            listener ->
                OpenConnections.of(listener.connector(), listener.uri().toString()).stream())
        .toList();
  }

  /** Returns the Jetty server inside, for what no setting says. */
  public Server jetty() {
    return server;
  }

  /** Whether the listeners are open, the application has started, and no stop has begun. */
  public boolean isServing() {
    return server.isStarted();
  }

  /**
   * Lets the requests of so many more workers be in progress, or of fewer: {@code threads} for
   * each. One worker always stays.
   */
  public synchronized void addWorkers(int more) {
    if (assembly.permits().isEmpty()) {
      LOG.warn("The number of workers stays: neither `workers` nor `threads` is set");
      return;
    }
    int threads = settings.get(THREADS).orElse(1);
    int before = assembly.permits().get().permits();
    setPermits(Math.max(threads, before + more * threads), threads);
  }

  private void setPermits(int after, int threads) {
    RequestPermits permits = assembly.permits().orElseThrow();
    if (!workers.virtualThreads()) {
      assembly.network().rates().addThreads(after - permits.permits());
    }
    permits.setPermits(after);
    server.getBeans(StatsD.class).forEach(statsD -> statsD.setPermitsOfAWorker(threads));
    LOG.info("Now at most {} requests at a time ({} x {})", after, after / threads, threads);
  }

  /**
   * Takes other settings, as far as they can change while the server runs, and starts the web
   * application and what TLS shows anew. Requests in progress end in the old web application, and
   * connections that are open go on as they began.
   *
   * @throws UnusableSettingException if a setting cannot be used, or the web application does not
   *     start; then everything is as it was
   */
  public synchronized void reload(Settings fresh) {
    Reload reload = Reload.of(settings, fresh);
    Reassembly prepared = Reassembly.prepare(assembly, reload, application);
    try {
      redeploy(reload.settings());
    } catch (UnusableSettingException e) {
      prepared.discard();
      throw e;
    }

    // From here on nothing can fail.
    if (!reload.changed().isEmpty()) {
      reload.settings().warnings().forEach(LOG::warn);
    }
    settings = reload.settings();
    assembly = prepared.take();
    if (reload.changesWorkers()) {
      setPermits(Workers.of(settings).permits().orElseThrow(), settings.get(THREADS).orElse(1));
    }
    LOG.info("Reloaded, {}", reload);
    hooks.reloaded();
  }

  /**
   * Returns what will be in force when these settings are read again: new values of what can change
   * while the server runs, and the old ones of the rest.
   */
  public Settings settingsAfterReload(Settings fresh) {
    return Reload.of(settings, fresh).settings();
  }

  private void redeploy(Settings fresh) {
    Deployments deployments = server.getDescendant(Deployments.class);
    if (deployments != null) {
      deployments.redeploy(fresh);
    }
  }

  /** Calls this when files have changed that the setting {@code reload} watches. */
  public void whenFilesChange(Runnable reload) {
    Deployments deployments = server.getDescendant(Deployments.class);
    if (deployments != null) {
      deployments.whenFilesChange(reload);
    }
  }

  /** Opens the access log anew, because somebody has moved its file away. */
  public void reopenAccessLog() {
    assembly.logs().reopen();
  }

  /** Waits until the server has stopped. */
  public void join() throws InterruptedException {
    server.join();
  }

  /**
   * Stops: no new connections, and the time of {@code graceful_timeout} for requests in progress.
   */
  @Override
  public void close() {
    long patience = settings.get(GRACEFUL_TIMEOUT).toSeconds();
    if (patience == 0) {
      closeNow();
      return;
    }
    if (server.isRunning()) {
      LOG.info("Stopping: requests in progress have {} s", patience);
    }
    stop();
  }

  /** Stops without any time for requests in progress: they are cut off. */
  public void closeNow() {
    if (server.isRunning()) {
      LOG.info("Stopping at once");
    }
    server.setStopTimeout(0);
    if (server.getThreadPool() instanceof QueuedThreadPool threads) {
      threads.setStopTimeout(0);
    }
    stop();
  }

  private void stop() {
    boolean ran = server.isRunning();
    try {
      server.stop();
    } catch (TimeoutException e) {
      LOG.warn(
          "requests still in progress after graceful_timeout ({} s) were cut off",
          settings.get(GRACEFUL_TIMEOUT).toSeconds());
    } catch (Throwable e) {
      // What the application throws may be an Error.
      LOG.error("the server did not stop cleanly", e);
    }
    assembly.logs().close();
    if (ran) {
      hooks.exiting();
    }
  }

  private void closeAfterFailure() {
    close();
    // A server that never started does not close what was opened for it.
    listeners().forEach(listener -> listener.connector().close());
  }
}
