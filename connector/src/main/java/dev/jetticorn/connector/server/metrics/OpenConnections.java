package dev.jetticorn.connector.server.metrics;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.IdleTimeout;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;

/** The connections of a listener, as an operator wants to see them. */
public final class OpenConnections {
  private OpenConnections() {}

  /**
   * Describes each connection, the oldest first.
   *
   * @param listener what the listener is called
   */
  public static List<Map<String, Object>> of(Connector connector, String listener) {
    long now = System.currentTimeMillis();
    List<EndPoint> endPoints = new ArrayList<>(connector.getConnectedEndPoints());
    endPoints.sort((a, b) -> Long.compare(a.getCreatedTimeStamp(), b.getCreatedTimeStamp()));
    return endPoints.stream().map(endPoint -> describe(endPoint, listener, now)).toList();
  }

  private static Map<String, Object> describe(EndPoint endPoint, String listener, long now) {
    Connection outer = endPoint.getConnection();
    Connection inner =
        outer instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : outer;
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("listener", listener);
    about.put("client", client(inner == null ? endPoint : inner.getEndPoint()));
    about.put("protocol", protocol(inner));
    about.put(
        "tls",
        outer instanceof SslConnection tls ? tls.getSSLEngine().getSession().getProtocol() : "");
    about.put("age_seconds", Math.max(0, now - endPoint.getCreatedTimeStamp()) / 1_000);
    about.put("idle_seconds", endPoint instanceof IdleTimeout idle ? idle.getIdleFor() / 1_000 : 0);
    about.put("requests", inner == null ? 0 : Math.max(0, inner.getMessagesIn()));
    about.put("streams", streams(inner));
    about.put("bytes_in", outer == null ? 0 : Math.max(0, outer.getBytesIn()));
    about.put("bytes_out", outer == null ? 0 : Math.max(0, outer.getBytesOut()));
    return about;
  }

  private static String client(EndPoint endPoint) {
    SocketAddress address = endPoint.getRemoteSocketAddress();
    return address instanceof InetSocketAddress internet && internet.getAddress() != null
        ? internet.getAddress().getHostAddress() + ":" + internet.getPort()
        : "unix socket";
  }

  private static String protocol(Connection connection) {
    if (connection instanceof HTTP2Connection) {
      return "HTTP/2.0";
    }
    return connection instanceof ConnectionMetaData http ? http.getHttpVersion().asString() : "";
  }

  private static int streams(Connection connection) {
    return connection instanceof HTTP2Connection http2 ? http2.getSession().getStreamCount() : 0;
  }
}
