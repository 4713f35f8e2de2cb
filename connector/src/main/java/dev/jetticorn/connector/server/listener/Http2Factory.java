package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_CONNECTION_WINDOW_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_CONNECT_PROTOCOL;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_HEADER_TABLE_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_INITIAL_WINDOW_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_MAX_CONCURRENT_STREAMS;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_MAX_FRAME_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_MAX_HEADER_LIST_SIZE;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_MAX_SETTINGS_KEYS;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_PRIORITY;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_RATE_LIMIT;
import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.connector.request.StreamRequest;
import dev.jetticorn.connector.server.http2.Http2ConnectionFactory;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.settings.model.Settings;
import org.eclipse.jetty.server.HttpConfiguration;

/** Makes the connection factory that speaks HTTP/2. */
final class Http2Factory {
  private Http2Factory() {}

  static Http2ConnectionFactory overTls(HttpConfiguration http, Settings settings) {
    return tuned(new Http2ConnectionFactory(http), settings);
  }

  static Http2ConnectionFactory clearText(HttpConfiguration http, Settings settings) {
    return tuned(new Http2ConnectionFactory(http, "h2c"), settings);
  }

  private static Http2ConnectionFactory tuned(Http2ConnectionFactory http2, Settings settings) {
    // Jetty reads SETTINGS_MAX_HEADER_LIST_SIZE from here; 0 announces none and checks none.
    http2.getHttpConfiguration().setRequestHeaderSize(settings.get(HTTP2_MAX_HEADER_LIST_SIZE));
    http2.getHttpConfiguration().addCustomizer(StreamRequest::of);
    http2.setMaxConcurrentStreams(settings.get(HTTP2_MAX_CONCURRENT_STREAMS));
    http2.setInitialStreamRecvWindow(settings.get(HTTP2_INITIAL_WINDOW_SIZE));
    http2.setInitialSessionRecvWindow(settings.get(HTTP2_CONNECTION_WINDOW_SIZE));
    http2.setMaxFrameSize(settings.get(HTTP2_MAX_FRAME_SIZE));
    http2.setMaxDecoderTableCapacity(settings.get(HTTP2_HEADER_TABLE_SIZE));
    http2.setMaxSettingsKeys(settings.get(HTTP2_MAX_SETTINGS_KEYS));
    http2.setConnectProtocolEnabled(settings.get(HTTP2_CONNECT_PROTOCOL));
    http2.setHeaderTimeout(settings.get(HEADER_TIMEOUT));
    http2.setConnectionLifetime(ConnectionLifetime.of(settings));
    http2.setFrameRateLimit(settings.get(HTTP2_RATE_LIMIT));
    http2.setPriority(settings.get(HTTP2_PRIORITY));
    return http2;
  }
}
