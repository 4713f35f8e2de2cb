package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.settings.IpAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint.SslSessionData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/** What an access log says of a request, whatever its form. */
final class LoggedRequest {
  private LoggedRequest() {}

  /** The address of the client, as Python prints it: {@code ::1}. */
  static @Nullable String clientAddress(Request request) {
    SocketAddress client = request.getConnectionMetaData().getRemoteSocketAddress();
    if (client instanceof InetSocketAddress internet) {
      return internet.getAddress() == null
          ? internet.getHostString()
          : IpAddress.print(internet.getAddress());
    }
    return client == null ? null : client.toString();
  }

  /** Who was authenticated, or, as in gunicorn, who the client says it is. */
  static @Nullable String user(Request request) {
    Principal principal = Request.getAuthenticationState(request).getUserPrincipal();
    return principal != null
        ? principal.getName()
        : basicUser(request.getHeaders().get(HttpHeader.AUTHORIZATION));
  }

  private static @Nullable String basicUser(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, "basic ", 0, 6)) {
      return null;
    }
    try {
      byte[] credentials = Base64.getDecoder().decode(authorization.substring(6).strip());
      String text = new String(credentials, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0 ? text : text.substring(0, colon);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /**
   * Method, target and version, with a space between them; or what was read of a line that makes no
   * request, which has no parts.
   */
  static String requestLine(Request request) {
    return RefusedRequestLine.of(request)
        .map(RefusedRequestLine::text)
        .orElseGet(
            () -> request.getMethod() + ' ' + target(request) + ' ' + version(request).asString());
  }

  private static String target(Request request) {
    HttpURI uri = request.getHttpURI();
    // CONNECT has an authority and no path.
    String pathAndQuery = uri.getPathQuery();
    return pathAndQuery == null ? uri.asString() : pathAndQuery;
  }

  /** The method. */
  static @Nullable String method(Request request) {
    return isRefused(request) ? null : request.getMethod();
  }

  /** The path, without the query. */
  static @Nullable String path(Request request) {
    return isRefused(request) ? null : request.getHttpURI().getPath();
  }

  /** The version of HTTP: {@code HTTP/2.0}. */
  static @Nullable String httpVersion(Request request) {
    return isRefused(request) ? null : version(request).asString();
  }

  private static boolean isRefused(Request request) {
    return RefusedRequestLine.of(request).isPresent();
  }

  private static HttpVersion version(Request request) {
    return request.getConnectionMetaData().getHttpVersion();
  }

  /** The protocol by its name in ALPN (RFC 7301): {@code h2}, {@code h2c}, {@code http/1.1}. */
  static String protocol(Request request) {
    return switch (version(request)) {
      case HTTP_2 -> tlsVersion(request) == null ? "h2c" : "h2";
      case HTTP_0_9 -> "http/0.9";
      case HTTP_1_0 -> "http/1.0";
      case HTTP_1_1 -> "http/1.1";
      case HTTP_3 -> "h3";
    };
  }

  /** The version of TLS: {@code TLSv1.3}. */
  static @Nullable String tlsVersion(Request request) {
    SslSessionData tls =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    return tls == null || tls.sslSession() == null ? null : tls.sslSession().getProtocol();
  }

  /** How many bytes the body of the response had. */
  static long bodyBytes(Request request, Response response) {
    // Jetty counts what was written to a response to HEAD, which then is not sent.
    if (response instanceof UnsentResponse
        || HttpMethod.HEAD.is(request.getMethod())
        || response.getStatus() == HttpStatus.NOT_MODIFIED_304) {
      return 0;
    }
    long written = Response.getContentBytesWritten(response);
    // Jetty writes its own error pages past the counter.
    return written <= 0 && response.getStatus() >= HttpStatus.BAD_REQUEST_400
        ? Math.max(0, response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH))
        : Math.max(0, written);
  }

  /** The time since the head of the request was complete. */
  static long elapsedNanos(Request request) {
    return NanoTime.since(request.getHeadersNanoTime());
  }
}
