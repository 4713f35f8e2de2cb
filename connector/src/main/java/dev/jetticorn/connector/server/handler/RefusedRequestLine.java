package dev.jetticorn.connector.server.handler;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * What was read of a request line that makes no request, for the access log.
 *
 * @param text empty where there was nothing
 */
public record RefusedRequestLine(String text) {
  private static final String ATTRIBUTE = RefusedRequestLine.class.getName();

  /** Lets the access log know, of the request that stands for it. */
  public void remember(Request request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** What was remembered of a request. */
  static Optional<RefusedRequestLine> of(Request request) {
    return request.getAttribute(ATTRIBUTE) instanceof RefusedRequestLine line
        ? Optional.of(line)
        : Optional.empty();
  }
}
