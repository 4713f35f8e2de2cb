package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.ApplicationSettings.EARLY_HINTS;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_PRIORITY;
import static dev.jetticorn.connector.settings.LimitSettings.HEADER_MAP;
import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE;
import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE_GRACE;
import static dev.jetticorn.connector.settings.MetricsSettings.ENABLE_BACKLOG_METRIC;
import static dev.jetticorn.connector.settings.MetricsSettings.HEALTH_PATH;
import static dev.jetticorn.connector.settings.MetricsSettings.METRICS_ALLOW_IPS;
import static dev.jetticorn.connector.settings.MetricsSettings.METRICS_PATH;
import static dev.jetticorn.connector.settings.MetricsSettings.STATSD_HOST;
import static dev.jetticorn.connector.settings.ProxySettings.REDIRECT_HTTPS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.TIMEOUT;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CONNECTIONS;

import dev.jetticorn.connector.log.ProcessName;
import dev.jetticorn.connector.request.HintPolicy;
import dev.jetticorn.connector.request.RequestAttributes;
import dev.jetticorn.connector.server.handler.AccessLog;
import dev.jetticorn.connector.server.handler.DataRates;
import dev.jetticorn.connector.server.handler.DrainingHandler;
import dev.jetticorn.connector.server.handler.HeadLimits;
import dev.jetticorn.connector.server.handler.HealthPath;
import dev.jetticorn.connector.server.handler.HttpsRedirect;
import dev.jetticorn.connector.server.handler.RequestHooks;
import dev.jetticorn.connector.server.handler.RequestLimits;
import dev.jetticorn.connector.server.handler.RequestPermits;
import dev.jetticorn.connector.server.handler.RequestTimeout;
import dev.jetticorn.connector.server.handler.Stage;
import dev.jetticorn.connector.server.handler.UnderscoreFields;
import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.http2.Http2RequestHandler;
import dev.jetticorn.connector.server.limit.LimitLog;
import dev.jetticorn.connector.server.listener.ConnectionLimit;
import dev.jetticorn.connector.server.listener.IdleConnections;
import dev.jetticorn.connector.server.listener.Listener;
import dev.jetticorn.connector.server.listener.ListenerFactory;
import dev.jetticorn.connector.server.listener.Protocols;
import dev.jetticorn.connector.server.metrics.MetricsPath;
import dev.jetticorn.connector.server.metrics.ServerCounts;
import dev.jetticorn.connector.server.metrics.StatsD;
import dev.jetticorn.connector.server.session.SessionStores;
import dev.jetticorn.connector.server.tls.CertificateReloader;
import dev.jetticorn.connector.server.tls.TlsContext;
import dev.jetticorn.connector.server.tls.TlsContextFactory;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.CertificateFile;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assembles a server, top to bottom; what it makes, a reload makes again. */
final class ServerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(ServerFactory.class);

  private ServerFactory() {}

  // Server                                         thread pool, access log
  // ├── Listener ...                               one for each address of `bind`
  // └── DrainingHandler                            graceful stop
  //     └── DataRates                              408, `min_data_rate`
  //         └── Http2RequestHandler                streams that were reset; 431
  //             └── Stage                          a reload replaces what is in it:
  //                 ├── RequestLimits              414, 431
  //                 ├── UnderscoreFields           unless `header_map = dangerous`
  //                 ├── HealthPath, MetricsPath    where they are set
  //                 ├── HttpsRedirect              308, with `redirect_https`
  //                 └── RequestPermits             `workers` x `threads`, where one is set
  //                     └── Stage                  a reload replaces what is in it:
  //                         ├── RequestHooks       where `lib` has hooks
  //                         ├── RequestTimeout     where `timeout` is set
  //                         ├── RequestAttributes  early hints, priority, trailers
  //                         └── WebApplication     whose copies a reload replaces
  static Assembly assemble(Settings settings, Workers workers, WebApplication application) {
    Attempts attempts = new Attempts();
    attempts.at(() -> WorkingDirectory.check(settings));
    Optional<Hooks> found = attempts.at(() -> Hooks.load(settings));
    Hooks hooks = found.orElse(Hooks.NONE);
    Optional<Optional<TlsContext>> tls = attempts.at(() -> tls(settings, hooks));
    Optional<Optional<AccessLog>> accessLog = attempts.at(() -> AccessLog.open(settings));
    attempts.at(() -> application.check(settings));
    attempts.at(() -> SessionStores.check(settings));
    attempts.end();

    Server server = new Server(ThreadPoolFactory.threadPool(workers, ProcessName.of(settings)));
    server.setStopTimeout(settings.get(GRACEFUL_TIMEOUT).toMillis());
    SessionStores.addTo(server, settings);
    Stage inner = new Stage(behindPermits(server, settings, hooks), application.handler(settings));
    Optional<RequestPermits> permits = permits(workers, settings, inner);
    List<Handler.Wrapper> first = beforePermits(settings);
    Stage outer = new Stage(first, permits.<Handler>map(handler -> handler).orElse(inner));
    server.setHandler(outer);
    RequestLogs logs = new RequestLogs(server, settings);
    logs.writeTo(accessLog.orElseThrow());
    logs.leaveOut(first);
    server.setRequestLog(logs);
    settings
        .get(STATSD_HOST)
        .ifPresent(address -> server.addBean(new StatsD(server, address, settings)));
    Network network = addNetwork(server, settings, workers.protocols(), tls.orElseThrow(), hooks);
    return new Assembly(server, hooks, network, outer, permits, inner, logs);
  }

  private static Optional<RequestPermits> permits(
      Workers workers, Settings settings, Handler behind) {
    return workers.permits().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new RequestPermits(
                workers.permits().getAsInt(),
                settings.get(HTTP2_PRIORITY).countsUrgency(),
                behind));
  }

  /** What a request that waits for no permit goes through, the outermost first. */
  static List<Handler.Wrapper> beforePermits(Settings settings) {
    List<Handler.Wrapper> handlers = new ArrayList<>(headRules(settings));
    settings.get(HEALTH_PATH).map(HealthPath::new).ifPresent(handlers::add);
    settings
        .get(METRICS_PATH)
        .map(
            path ->
                new MetricsPath(
                    path, settings.get(METRICS_ALLOW_IPS), settings.get(ENABLE_BACKLOG_METRIC)))
        .ifPresent(handlers::add);
    if (settings.get(REDIRECT_HTTPS)) {
      handlers.add(new HttpsRedirect());
    }
    return handlers;
  }

  /** What refuses requests for their heads, the outermost first. */
  static List<Handler.Wrapper> headRules(Settings settings) {
    RequestLimits limits = new RequestLimits(HeadLimits.of(settings));
    return switch (settings.get(HEADER_MAP)) {
      case DROP -> List.of(limits, new UnderscoreFields(false));
      case REFUSE -> List.of(limits, new UnderscoreFields(true));
      case DANGEROUS -> List.of(limits);
    };
  }

  /** What a request goes through on its way into the application, the outermost first. */
  static List<Handler.Wrapper> behindPermits(Server server, Settings settings, Hooks hooks) {
    List<Handler.Wrapper> handlers = new ArrayList<>();
    if (!hooks.isEmpty()) {
      handlers.add(new RequestHooks(hooks));
    }
    Duration timeout = settings.get(TIMEOUT);
    if (!timeout.isZero()) {
      handlers.add(new RequestTimeout(timeout, hooks));
    }
    handlers.add(requestAttributes(server, settings));
    return handlers;
  }

  private static RequestAttributes requestAttributes(Server server, Settings settings) {
    HintPolicy hints =
        switch (settings.get(EARLY_HINTS)) {
          case ON -> HintPolicy.EVERYONE;
          case H2 -> HintPolicy.HTTP2_ONLY;
          case OFF -> HintPolicy.NOBODY;
        };
    return new RequestAttributes(hints, ServerCounts.of(server).sentFields());
  }

  /** Puts these around all handlers of the server, the outermost first. */
  static void insert(Server server, List<? extends Handler.Singleton> handlers) {
    for (int i = handlers.size() - 1; i >= 0; i--) {
      server.insertHandler(handlers.get(i));
    }
  }

  /** What stands between the network and the handlers of a server. */
  record Network(
      List<Listener> listeners,
      ConnectionLimit connections,
      DataRates rates,
      DrainingHandler draining) {

    /** The same with other listeners. */
    Network with(List<Listener> others) {
      return new Network(others, connections, rates, draining);
    }
  }

  /**
   * Adds listeners to a server that has its other handlers.
   *
   * @param protocols what the listeners speak
   * @param tls what those with TLS show to clients
   * @param hooks the operator's listeners
   */
  static Network addNetwork(
      Server server,
      Settings settings,
      Protocols protocols,
      Optional<TlsContext> tls,
      Hooks hooks) {
    DrainingHandler draining = new DrainingHandler();
    DataRates rates = new DataRates(settings.get(MIN_DATA_RATE), settings.get(MIN_DATA_RATE_GRACE));
    insert(server, List.of(draining, rates, new Http2RequestHandler()));
    tls.ifPresent(context -> server.addBean(new CertificateReloader(context, settings, hooks)));
    ConnectionLimit connections =
        new ConnectionLimit(
            settings.get(WORKER_CONNECTIONS),
            new IdleConnections(server, draining::isBusy, LimitLog.of(server)));
    ListenerFactory factory = new ListenerFactory(server, settings, draining::isBusy);
    List<Listener> listeners = factory.listeners(protocols, tls);
    for (Listener listener : listeners) {
      factory.speak(listener);
      add(listener, server, connections);
    }
    return new Network(listeners, connections, rates, draining);
  }

  /** Adds a listener, which shares the places for connections with the others. */
  static void add(Listener listener, Server server, ConnectionLimit connections) {
    listener.connector().addBean(connections);
    server.addConnector(listener.connector());
  }

  /**
   * Reads and checks what listeners with TLS show, and logs what the operator should know of it.
   * Empty without a certificate.
   */
  static Optional<TlsContext> tls(Settings settings, Hooks hooks) {
    return settings.get(CERTFILE).map(certificate -> tls(certificate, settings, hooks));
  }

  private static TlsContext tls(CertificateFile certificate, Settings settings, Hooks hooks) {
    if (certificate instanceof CertificateFile.SelfSigned) {
      LOG.warn(
          "certfile = self-signed is for development: the certificate is made at each start, and"
              + " no client trusts it. In production set certfile and keyfile");
    }
    TlsContext tls = TlsContextFactory.from(settings, hooks);
    tls.warnings().forEach(LOG::warn);
    return tls;
  }
}
