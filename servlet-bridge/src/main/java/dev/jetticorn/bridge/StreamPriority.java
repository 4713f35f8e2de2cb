package dev.jetticorn.bridge;

import jakarta.servlet.ServletRequest;
import java.util.Optional;

/**
 * What the client says about the importance of an HTTP/2 stream, in the terms of RFC 7540, 5.3.
 *
 * <p>It comes from the HEADERS frame of the request or from the latest PRIORITY frame for its
 * stream, before or after HEADERS. It is advice: the server does not order requests by it. RFC 9113
 * deprecates the scheme; for its successor see {@link RequestUrgency}.
 *
 * @param weight the share of resources among the streams with the same parent, from 1 to 256
 * @param dependsOn the id of the parent stream, 0 for the root
 * @param exclusive whether the stream is to be the only child of its parent
 */
public record StreamPriority(int weight, int dependsOn, boolean exclusive) {
  /**
   * What a client means that says nothing (RFC 7540, 5.3.5): weight 16, the root, not exclusive.
   */
  public static final StreamPriority DEFAULT = new StreamPriority(16, 0, false);

  /**
   * A priority.
   *
   * @throws IllegalArgumentException if the weight is not from 1 to 256 or the stream id is
   *     negative
   */
  public StreamPriority {
    if (weight < 1 || weight > 256) {
      throw new IllegalArgumentException("weight " + weight + " is not from 1 to 256");
    }
    if (dependsOn < 0) {
      throw new IllegalArgumentException("dependsOn " + dependsOn + " is not a stream id");
    }
  }

  /**
   * The priority of a request's stream at this moment; ask again to see a change.
   *
   * @param request the request, wrapped or not
   * @return the priority, {@link #DEFAULT} if the client said nothing; empty if the request did not
   *     come over HTTP/2
   */
  public static Optional<StreamPriority> of(ServletRequest request) {
    return request.getAttribute(StreamPriority.class.getName()) instanceof StreamPriority priority
        ? Optional.of(priority)
        : Optional.empty();
  }
}
