package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_PRIORITY;
import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE;
import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE_GRACE;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CONNECTIONS;

import dev.jetticorn.connector.server.ServerFactory.Network;
import dev.jetticorn.connector.server.handler.AccessLog;
import dev.jetticorn.connector.server.listener.DrainingServerConnector;
import dev.jetticorn.connector.server.listener.Listener;
import dev.jetticorn.connector.server.listener.ListenerFactory;
import dev.jetticorn.connector.server.tls.CertificateReloader;
import dev.jetticorn.connector.server.tls.TlsContext;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.CertificateFile;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.Graceful;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a reload puts in the place of the parts of a running server.
 *
 * <p>All that can fail is done by {@link #prepare}, which changes nothing that is in force.
 */
final class Reassembly {
  private static final Logger LOG = LoggerFactory.getLogger(Reassembly.class);

  private final Assembly running;
  private final Server server;
  private final Reload reload;
  private final Settings settings;
  private final ListenerFactory factory;
  private final Optional<TlsContext> tlsRead;
  private final List<Listener> listeners;
  private final Optional<Optional<AccessLog>> accessLog;

  private Reassembly(
      Assembly running,
      Reload reload,
      ListenerFactory factory,
      Optional<TlsContext> tlsRead,
      List<Listener> listeners,
      Optional<Optional<AccessLog>> accessLog) {
    this.running = running;
    this.server = running.server();
    this.reload = reload;
    this.settings = reload.settings();
    this.factory = factory;
    this.tlsRead = tlsRead;
    this.listeners = listeners;
    this.accessLog = accessLog;
  }

  /**
   * Reads certificates and opens sockets and files anew, as far as the settings want others.
   *
   * @throws UnusableSettingException if one cannot be used; then nothing is left open
   */
  static Reassembly prepare(Assembly running, Reload reload, WebApplication application) {
    Settings settings = reload.settings();
    Attempts attempts = new Attempts();
    Optional<Optional<TlsContext>> read = attempts.at(() -> readTls(running, reload));
    attempts.at(() -> application.check(settings));
    Optional<Optional<AccessLog>> accessLog =
        reload.changesAccessLog() ? attempts.at(() -> AccessLog.open(settings)) : Optional.empty();
    Network network = running.network();
    ListenerFactory factory =
        new ListenerFactory(running.server(), settings, network.draining()::isBusy);
    Reassembly prepared =
        new Reassembly(
            running,
            reload,
            factory,
            read.orElse(Optional.empty()),
            read.isPresent()
                ? factory.listeners(
                    Workers.of(settings).protocols(),
                    shownTls(running, settings, read.get()),
                    network.listeners())
                : List.of(),
            accessLog);
    prepared.added().forEach(listener -> attempts.at(listener::open));
    try {
      attempts.end();
    } catch (UnusableSettingException e) {
      prepared.discard();
      throw e;
    }
    return prepared;
  }

  /** Empty when there is none, or when it was made: it would be another one each time. */
  private static Optional<TlsContext> readTls(Assembly running, Reload reload) {
    Optional<CertificateFile> certificate = reload.settings().get(CERTFILE);
    boolean isMade = certificate.filter(CertificateFile.SelfSigned.class::isInstance).isPresent();
    return isMade && !reload.changed().contains(CERTFILE)
        ? Optional.empty()
        : ServerFactory.tls(reload.settings(), running.hooks());
  }

  private static Optional<TlsContext> shownTls(
      Assembly running, Settings settings, Optional<TlsContext> read) {
    @Nullable CertificateReloader reloader = reloader(running.server());
    if (settings.get(CERTFILE).isEmpty() || reloader == null) {
      return read;
    }
    return Optional.of(read.map(reloader::inUse).orElseGet(reloader::shown));
  }

  private static @Nullable CertificateReloader reloader(Server server) {
    return server.getBean(CertificateReloader.class);
  }

  private List<Listener> added() {
    return listeners.stream().filter(listener -> !isServed(listener)).toList();
  }

  private boolean isServed(Listener listener) {
    return running.network().listeners().stream()
        .anyMatch(served -> served.connector() == listener.connector());
  }

  private List<Listener> gone() {
    return running.network().listeners().stream()
        .filter(
            served ->
                listeners.stream()
                    .noneMatch(listener -> listener.connector() == served.connector()))
        .toList();
  }

  /** Closes what was opened and is not needed. */
  void discard() {
    added().forEach(listener -> listener.connector().close());
    accessLog.flatMap(log -> log).ifPresent(AccessLog::close);
  }

  /** Puts everything in force. New connections and requests find it; the others go on as before. */
  Assembly take() {
    server.setStopTimeout(settings.get(GRACEFUL_TIMEOUT).toMillis());
    takeTls();
    if (reload.changed().isEmpty()) {
      return running;
    }
    List<Handler.Wrapper> first = ServerFactory.beforePermits(settings);
    running.logs().leaveOut(first);
    running.beforePermits().replace(first);
    running.behindPermits().replace(ServerFactory.behindPermits(server, settings, running.hooks()));
    running
        .permits()
        .ifPresent(
            permits -> permits.setCountsUrgency(settings.get(HTTP2_PRIORITY).countsUrgency()));
    accessLog.ifPresent(running.logs()::writeTo);
    Assembly taken = takeNetwork();
    if (settings.get(CERTFILE).isEmpty()) {
      // Not before: until then the listeners need it.
      server.removeBean(reloader(server));
    }
    return taken;
  }

  private void takeTls() {
    @Nullable CertificateReloader reloader = reloader(server);
    if (reloader == null) {
      tlsRead.ifPresent(
          read -> server.addManaged(new CertificateReloader(read, settings, running.hooks())));
    } else {
      tlsRead.ifPresent(read -> reloader.use(read, settings));
    }
  }

  private Assembly takeNetwork() {
    Network network = running.network();
    network.rates().setLimit(settings.get(MIN_DATA_RATE), settings.get(MIN_DATA_RATE_GRACE));
    network.connections().setLimit(settings.get(WORKER_CONNECTIONS));
    listeners.forEach(factory::speak);
    added().forEach(this::start);
    gone().forEach(this::drain);
    return running.with(network.with(listeners));
  }

  private void start(Listener listener) {
    ServerFactory.add(listener, server, running.network().connections());
    // A server that runs leaves both to whoever adds a connector.
    server.manage(listener.connector());
    LifeCycle.start(listener.connector());
    LOG.info("Listening at: {}", listener);
  }

  private void drain(Listener gone) {
    LOG.info("No longer listening at: {}", gone.uri());
    DrainingServerConnector connector = gone.connector();
    Duration patience = settings.get(GRACEFUL_TIMEOUT);
    connector.setShutdownIdleTimeout(patience.toMillis());
    var unused =
        Graceful.shutdown(connector)
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((empty, timeout) -> server.getThreadPool().execute(() -> end(connector)));
  }

  private void end(DrainingServerConnector connector) {
    LifeCycle.stop(connector);
    server.removeConnector(connector);
  }
}
