package dev.jetticorn.connector.request;

import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.server.ConnectionMetaData;

/** How many bytes of fields Jetty can write at once to the client of a connection. */
final class HeaderBudget {
  /** Left for the status line or {@code :status}, and for what ends a chunked body. */
  private static final int RESERVED = 64;

  private HeaderBudget() {}

  /**
   * The largest size of fields, counted as {@link FieldPlace#size} does.
   *
   * <p>It has to be asked before the fields are handed to Jetty: what is too large there ends an
   * HTTP/2 connection with all its streams, and overflows the buffer of an HTTP/1.1 connection.
   */
  static long of(ConnectionMetaData connection) {
    int limit =
        connection.getConnection() instanceof HTTP2Connection http2
            ? http2.getSession().getGenerator().getHpackEncoder().getMaxHeaderListSize()
            : connection.getHttpConfiguration().getResponseHeaderSize();
    return Math.max(0, limit - RESERVED);
  }
}
