package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.request.Authority;
import java.util.EnumSet;
import java.util.Set;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpTokens;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.util.URIUtil;

/** What makes a request malformed that has all its parts (RFC 9113, 8.1.1). */
final class RequestRules {
  /** RFC 9113, 8.2.2. */
  private static final Set<HttpHeader> CONNECTION_SPECIFIC =
      EnumSet.of(
          HttpHeader.CONNECTION,
          HttpHeader.KEEP_ALIVE,
          HttpHeader.PROXY_CONNECTION,
          HttpHeader.TRANSFER_ENCODING,
          HttpHeader.UPGRADE);

  private RequestRules() {}

  /** Whether a request may be handled. */
  static boolean allow(MetaData.Request request, boolean endStream) {
    if (!isToken(request.getMethod())
        || !allowFields(request.getHttpFields())
        || !allowAuthority(request)) {
      return false;
    }
    if (request instanceof MetaData.ConnectRequest connect && connect.getProtocol() == null) {
      // RFC 9113, 8.5: it has an authority with a port, and neither scheme nor path.
      HttpURI uri = connect.getHttpURI();
      return uri.getPort() > 0 && uri.getScheme() == null && uri.getPathQuery() == null;
    }
    return allowPath(request)
        && ContentLength.isValid(request)
        && (!endStream || ContentLength.of(request).allows(true));
  }

  /** Whether fields may follow the content of a request. */
  static boolean allowTrailers(MetaData trailers) {
    return trailers != FieldSection.MALFORMED
        && !trailers.isRequest()
        && allowFields(trailers.getHttpFields());
  }

  private static boolean allowFields(HttpFields fields) {
    for (HttpField field : fields) {
      HttpHeader header = field.getHeader();
      boolean isOtherTe = header == HttpHeader.TE && !"trailers".equalsIgnoreCase(field.getValue());
      if (isOtherTe || CONNECTION_SPECIFIC.contains(header)) {
        return false;
      }
    }
    return true;
  }

  /** RFC 9113, 8.3.1: nothing else in Host than in the authority. */
  private static boolean allowAuthority(MetaData.Request request) {
    HttpFields fields = request.getHttpFields();
    if (!fields.contains(HttpHeader.HOST)) {
      return true;
    }
    if (fields.getCSV(HttpHeader.HOST, false).size() != 1) {
      return false;
    }
    return allowHost(request.getHttpURI(), fields.get(HttpHeader.HOST));
  }

  private static boolean allowHost(HttpURI uri, String host) {
    HostPortHttpField field;
    try {
      field = new HostPortHttpField(host);
    } catch (RuntimeException noHost) {
      return false;
    }
    return Authority.hasPlainPort(host) && (uri.getHost() == null || isSame(uri, field));
  }

  private static boolean isSame(HttpURI uri, HostPortHttpField field) {
    int standard = URIUtil.getDefaultPortForScheme(uri.getScheme());
    int ours = uri.getPort() > 0 ? uri.getPort() : standard;
    return uri.getHost().equalsIgnoreCase(field.getHost()) && ours == field.getPort(standard);
  }

  /** RFC 9113, 8.3.1 and RFC 3986, 3.3: what cannot stand in a request line of HTTP/1.1 either. */
  private static boolean allowPath(MetaData.Request request) {
    String path = request.getHttpURI().getPathQuery();
    if (path == null || path.isEmpty()) {
      return false;
    }
    if (path.equals("*")) {
      return HttpMethod.OPTIONS.is(request.getMethod());
    }
    return path.charAt(0) == '/'
        && request.getHttpURI().getFragment() == null
        && path.chars().allMatch(c -> c > ' ' && c < 0x7F);
  }

  private static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(RequestRules::isTokenCharacter);
  }

  private static boolean isTokenCharacter(int c) {
    if (c > 0x7F) {
      return false;
    }
    return switch (HttpTokens.TOKENS[c].getType()) {
      case ALPHA, DIGIT, TCHAR -> true;
      default -> false;
    };
  }
}
