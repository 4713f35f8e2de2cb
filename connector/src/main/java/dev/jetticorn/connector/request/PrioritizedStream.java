package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;

/**
 * An HTTP/2 stream that knows what its client said about its priority so far, and whether it waited
 * for the response.
 */
public interface PrioritizedStream {
  /** The latest of the HEADERS frame and the PRIORITY frames (RFC 7540, 5.3). */
  StreamPriority priority();

  /** The latest PRIORITY_UPDATE frame, or else the {@code Priority} field (RFC 9218, 5 and 7.1). */
  RequestUrgency urgency();

  /** Has a PRIORITY_UPDATE frame that changes the urgency from now on tell this listener. */
  void onUrgency(Runnable listener);

  /**
   * Whether the client reset the stream (RFC 9113, 8.7) or closed its connection before the final
   * response had begun, so that none was sent.
   */
  boolean wasLeftUnanswered();
}
