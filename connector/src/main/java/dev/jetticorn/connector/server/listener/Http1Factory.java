package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CLASS;

import dev.jetticorn.connector.server.handler.HeadLimits;
import dev.jetticorn.connector.server.http1.Http1ConnectionFactory;
import dev.jetticorn.connector.settings.WorkerClass;
import dev.jetticorn.connector.settings.model.Settings;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;

/** Makes the connection factory that speaks HTTP/1.1 and HTTP/1.0. */
final class Http1Factory {
  private Http1Factory() {}

  static HttpConnectionFactory http1(HttpConfiguration http, Settings settings) {
    // gunicorn's sync worker closes each connection after its first response.
    http.setPersistentConnectionsEnabled(
        settings.get(WORKER_CLASS).filter(WorkerClass.SYNC::equals).isEmpty());
    return new Http1ConnectionFactory(http, HeadLimits.of(settings));
  }
}
