package dev.jetticorn.connector.server.http1;

import java.util.Locale;
import org.eclipse.jetty.http.HttpMethod;

/** The forms that the target of a request may have (RFC 9112, 3.2). */
final class RequestTarget {
  private RequestTarget() {}

  /**
   * Whether a target has the form that goes with its method. PRI is not one: HTTP/2's preface looks
   * like a request, and Jetty decides whether it may come here.
   */
  static boolean isValid(String method, String target) {
    if (!target.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '#')) {
      return false;
    }
    if (HttpMethod.CONNECT.is(method)) {
      return target.indexOf('/') < 0;
    }
    return target.startsWith("/")
        || (target.equals("*") && (HttpMethod.OPTIONS.is(method) || HttpMethod.PRI.is(method)))
        || isAbsolute(target.toLowerCase(Locale.ROOT));
  }

  private static boolean isAbsolute(String target) {
    return target.startsWith("http://") || target.startsWith("https://");
  }
}
