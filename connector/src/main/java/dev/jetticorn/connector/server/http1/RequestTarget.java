package dev.jetticorn.connector.server.http1;

import dev.jetticorn.connector.request.Authority;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpMethod;

/** The forms that the target of a request may have (RFC 9112, 3.2). */
final class RequestTarget {
  private static final Pattern HOST_AND_PORT = Pattern.compile("[^/?@]+:[0-9]{1,5}");

  /** With a host and without a user (RFC 9110, 4.2.1 and 4.2.4). */
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i)https?://(?<authority>[^/?@]+)([/?].*)?");

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
      return HOST_AND_PORT.matcher(target).matches();
    }
    return target.startsWith("/")
        || (target.equals("*") && (HttpMethod.OPTIONS.is(method) || HttpMethod.PRI.is(method)))
        || isAbsolute(target);
  }

  /** The host, with its port where it has one, that an absolute target names. */
  static Optional<String> authority(String target) {
    Matcher matcher = ABSOLUTE.matcher(target);
    return matcher.matches() ? Optional.of(matcher.group("authority")) : Optional.empty();
  }

  private static boolean isAbsolute(String target) {
    return authority(target).filter(Authority::hasPlainPort).isPresent();
  }
}
