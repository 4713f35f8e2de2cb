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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Assembles a server, top to bottom. */
final class ServerFactory {
  private static final Logger LOG = LoggerFactory.getLogger(ServerFactory.class);

  private ServerFactory() {}

  /** A server that is assembled and not yet started. */
  record Assembly(Server server, List<Listener> listeners, Hooks hooks) {}

  // Server                                         thread pool, access log
  // ├── Listener ...                               one for each address of `bind`
  // └── DrainingHandler                            graceful stop
  //     └── DataRates                              408, `min_data_rate`
  //         └── Http2RequestHandler                streams that were reset; 431; then RequestLimits
  //             └── UnderscoreFields               unless `header_map = dangerous`
  //                 └── HealthPath, MetricsPath    where they are set
  //                     └── HttpsRedirect          308, with `redirect_https`
  //                         └── RequestPermits     `workers` x `threads`, where one is set
  //                             └── RequestHooks   where `lib` has hooks; then RequestTimeout
  //                                 └── RequestAttributes  early hints, priority, trailers
  //                                     └── WebApplication
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
    server.setHandler(application.handler(settings));
    server.insertHandler(requestAttributes(server, settings));
    requestTimeout(settings, hooks).ifPresent(server::insertHandler);
    if (!hooks.isEmpty()) {
      server.insertHandler(new RequestHooks(hooks));
    }
    workers
        .permits()
        .ifPresent(
            permits ->
                server.setHandler(
                    new RequestPermits(
                        permits,
                        settings.get(HTTP2_PRIORITY).countsUrgency(),
                        server.getHandler())));
    if (settings.get(REDIRECT_HTTPS)) {
      server.insertHandler(new HttpsRedirect());
    }
    Predicate<Request> fromOperator = addOperatorPaths(server, settings);
    requestLog(server, settings, accessLog.orElseThrow(), fromOperator)
        .ifPresent(server::setRequestLog);
    return new Assembly(
        server,
        addListeners(server, settings, workers.protocols(), tls.orElseThrow(), hooks),
        hooks);
  }

  /** Adds what answers the operator, and returns what tells such a request from all others. */
  private static Predicate<Request> addOperatorPaths(Server server, Settings settings) {
    List<Predicate<Request>> answered = new ArrayList<>();
    settings
        .get(METRICS_PATH)
        .ifPresent(
            path -> {
              MetricsPath metrics =
                  new MetricsPath(
                      path, settings.get(METRICS_ALLOW_IPS), settings.get(ENABLE_BACKLOG_METRIC));
              server.insertHandler(metrics);
              answered.add(metrics::answers);
            });
    settings
        .get(HEALTH_PATH)
        .ifPresent(
            path -> {
              HealthPath health = new HealthPath(path);
              server.insertHandler(health);
              answered.add(health::answers);
            });
    return answered.stream().reduce(request -> false, Predicate::or);
  }

  /** What hears of each request that has been answered, but for those of the operator. */
  private static Optional<RequestLog> requestLog(
      Server server,
      Settings settings,
      Optional<AccessLog> accessLog,
      Predicate<Request> fromOperator) {
    List<RequestLog> logs = new ArrayList<>();
    accessLog.ifPresent(
        log -> {
          logs.add(log);
          // Who reopens and closes it finds it there.
          server.addBean(log);
        });
    if (ServerCounts.areRead(settings)) {
      logs.add(ServerCounts.of(server).requests());
    }
    settings
        .get(STATSD_HOST)
        .ifPresent(address -> server.addBean(new StatsD(server, address, settings)));
    if (logs.isEmpty()) {
      return Optional.empty();
    }
    RequestLog all = new RequestLog.Collection(logs.toArray(RequestLog[]::new));
    return Optional.of(
        (request, response) -> {
          if (!fromOperator.test(request)) {
            all.log(request, response);
          }
        });
  }

  /**
   * Adds the part of the server that stands between the network and the handlers of a server.
   *
   * @param protocols what the listeners speak
   * @param tls what those with TLS show to clients
   * @param hooks the operator's listeners
   */
  static List<Listener> addListeners(
      Server server,
      Settings settings,
      Protocols protocols,
      Optional<TlsContext> tls,
      Hooks hooks) {
    switch (settings.get(HEADER_MAP)) {
      case DROP -> server.insertHandler(new UnderscoreFields(false));
      case REFUSE -> server.insertHandler(new UnderscoreFields(true));
      case DANGEROUS -> {}
    }
    server.insertHandler(new RequestLimits(HeadLimits.of(settings)));
    server.insertHandler(new Http2RequestHandler());
    server.insertHandler(
        new DataRates(settings.get(MIN_DATA_RATE), settings.get(MIN_DATA_RATE_GRACE)));
    DrainingHandler draining = new DrainingHandler();
    server.insertHandler(draining);
    List<Listener> listeners =
        new ListenerFactory(server, settings, draining::isBusy).listeners(protocols, tls);
    tls.ifPresent(context -> server.addBean(new CertificateReloader(context, settings, hooks)));
    ConnectionLimit connections =
        new ConnectionLimit(
            settings.get(WORKER_CONNECTIONS),
            new IdleConnections(listeners, draining::isBusy, LimitLog.of(server)));
    for (Listener listener : listeners) {
      listener.connector().addBean(connections);
      server.addConnector(listener.connector());
    }
    return listeners;
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

  /** Makes the handler that ends requests which take too long; what it wraps is set later. */
  static Optional<RequestTimeout> requestTimeout(Settings settings, Hooks hooks) {
    return Optional.of(settings.get(TIMEOUT))
        .filter(limit -> !limit.isZero())
        .map(limit -> new RequestTimeout(limit, hooks));
  }

  /** Makes the handler that gives each request its attributes; what it wraps is set later. */
  static RequestAttributes requestAttributes(Server server, Settings settings) {
    HintPolicy hints =
        switch (settings.get(EARLY_HINTS)) {
          case ON -> HintPolicy.EVERYONE;
          case H2 -> HintPolicy.HTTP2_ONLY;
          case OFF -> HintPolicy.NOBODY;
        };
    return new RequestAttributes(hints, ServerCounts.of(server).sentFields());
  }
}
