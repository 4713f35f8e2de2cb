package dev.jetticorn.connector.server.forwarded;

import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * What proxies take off the beginning of the path, as the field {@code X-Forwarded-Prefix} says it.
 */
public final class ForwardedPrefix {
  private static final int LONGEST = 1_024;

  /** RFC 3986, section 3.3, without the semicolon of parameters and the comma of the list. */
  private static final Pattern PATH =
      Pattern.compile("(?:/(?:[A-Za-z0-9._~!$&'()*+=:@-]|%(?!2[Ff])[0-9A-Fa-f]{2})++)*+");

  /** What a path must not be once it is decoded: dot segments, and what others read differently. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile("[\\p{Cntrl}\\x{80}-\\x{9F}\\x{FFFD}\\\\;%]|/\\.\\.?(?:/|$)");

  private ForwardedPrefix() {}

  /**
   * Reads the value of the field, to which each proxy on the way adds what it takes off: {@code
   * /app} or {@code /outer, /inner}.
   *
   * @return a path without a slash at the end; empty for none
   */
  static String parse(String list) throws MalformedFieldException {
    if (list.length() > LONGEST) {
      throw new MalformedFieldException("a prefix that is too long");
    }
    StringBuilder prefix = new StringBuilder();
    for (String element : list.split(",", -1)) {
      String path = element.strip();
      prefix.append(checked(path.endsWith("/") ? path.substring(0, path.length() - 1) : path));
    }
    return prefix.toString();
  }

  private static String checked(String path) throws MalformedFieldException {
    // URI replaces what is no UTF-8.
    if (!PATH.matcher(path).matches() || AMBIGUOUS.matcher(URI.create(path).getPath()).find()) {
      throw new MalformedFieldException("not a prefix");
    }
    return path;
  }

  /** The prefix that was taken off the path of this request, {@code /app}; empty for none. */
  public static String of(Request request) {
    ForwardedRequest forwarded = Request.as(request, ForwardedRequest.class);
    return forwarded == null ? "" : forwarded.prefix();
  }
}
