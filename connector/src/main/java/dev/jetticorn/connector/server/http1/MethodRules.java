package dev.jetticorn.connector.server.http1;

import java.util.Locale;

/**
 * Which methods are taken, beside all that are tokens (RFC 9110, 9.1).
 *
 * @param permitsUnconventional whether methods may have any length and small letters
 * @param casefolds whether small letters become capitals
 */
public record MethodRules(boolean permitsUnconventional, boolean casefolds) {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 20;

  /** The method as the application sees it. */
  String folded(String method) {
    return casefolds ? method.toUpperCase(Locale.ROOT) : method;
  }

  /** gunicorn's idea of a method: from 3 to 20 characters, no small letter and no {@code #}. */
  boolean allow(String method) {
    return permitsUnconventional
        || (method.length() >= SHORTEST
            && method.length() <= LONGEST
            && method.chars().noneMatch(c -> (c >= 'a' && c <= 'z') || c == '#'));
  }
}
