package dev.jetticorn.bridge;

import jakarta.servlet.ServletRequest;

/**
 * What the client says about the importance of a request, in the terms of RFC 9218.
 *
 * <p>It comes from the request's {@code Priority} field (HTTP/1.1 and HTTP/2), or from the latest
 * PRIORITY_UPDATE frame for its stream (HTTP/2), which counts more than the field.
 *
 * @param urgency from 0, the most urgent, to 7, the least
 * @param incremental whether the client can use the response piece by piece as it arrives
 */
public record RequestUrgency(int urgency, boolean incremental) {
  /** What a client means that says nothing (RFC 9218, 4): urgency 3, not incremental. */
  public static final RequestUrgency DEFAULT = new RequestUrgency(3, false);

  /**
   * An urgency.
   *
   * @throws IllegalArgumentException if the urgency is not from 0 to 7
   */
  public RequestUrgency {
    if (urgency < 0 || urgency > 7) {
      throw new IllegalArgumentException("urgency " + urgency + " is not from 0 to 7");
    }
  }

  /**
   * The urgency of a request at this moment; ask again to see a change.
   *
   * @param request the request, wrapped or not
   * @return the urgency; {@link #DEFAULT} if the client said nothing or the container does not tell
   */
  public static RequestUrgency of(ServletRequest request) {
    return request.getAttribute(RequestUrgency.class.getName()) instanceof RequestUrgency urgency
        ? urgency
        : DEFAULT;
  }
}
