package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.LimitSettings.CASEFOLD_HTTP_METHOD;
import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;
import static dev.jetticorn.connector.settings.LimitSettings.PERMIT_OBSOLETE_FOLDING;
import static dev.jetticorn.connector.settings.LimitSettings.PERMIT_UNCONVENTIONAL_HTTP_METHOD;
import static dev.jetticorn.connector.settings.LimitSettings.PERMIT_UNCONVENTIONAL_HTTP_VERSION;
import static dev.jetticorn.connector.settings.LimitSettings.STRIP_HEADER_SPACES;
import static dev.jetticorn.connector.settings.WorkerSettings.KEEPALIVE;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CLASS;

import dev.jetticorn.connector.server.handler.HeadLimits;
import dev.jetticorn.connector.server.http1.Http1ConnectionFactory;
import dev.jetticorn.connector.server.http1.MethodRules;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.settings.WorkerClass;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes the connection factory that speaks HTTP/1.1 and HTTP/1.0. */
final class Http1Factory {
  private Http1Factory() {}

  static HttpConnectionFactory http1(HttpConfiguration http, Settings settings) {
    // gunicorn's sync worker closes each connection after its first response.
    boolean sync = settings.get(WORKER_CLASS).filter(WorkerClass.SYNC::equals).isPresent();
    http.setPersistentConnectionsEnabled(!sync && !settings.get(KEEPALIVE).isZero());
    http.setHttpCompliance(compliance(settings));
    MethodRules methods =
        new MethodRules(
            settings.get(PERMIT_UNCONVENTIONAL_HTTP_METHOD), settings.get(CASEFOLD_HTTP_METHOD));
    Http1ConnectionFactory http1 =
        new Http1ConnectionFactory(
            http,
            HeadLimits.of(settings),
            methods,
            settings.get(PERMIT_UNCONVENTIONAL_HTTP_VERSION));
    http1.setHeaderTimeout(settings.get(HEADER_TIMEOUT));
    http1.setConnectionLifetime(ConnectionLifetime.of(settings));
    return http1;
  }

  /** What RFC 9112 lets a server tolerate is not tolerated, unless a setting says so. */
  private static HttpCompliance compliance(Settings settings) {
    Set<Violation> permitted = EnumSet.noneOf(Violation.class);
    if (settings.get(PERMIT_OBSOLETE_FOLDING)) {
      permitted.add(Violation.MULTILINE_FIELD_VALUE);
    }
    if (settings.get(STRIP_HEADER_SPACES)) {
      permitted.add(Violation.WHITESPACE_AFTER_FIELD_NAME);
    }
    return HttpCompliance.STRICT.with("as set", permitted.toArray(Violation[]::new));
  }
}
