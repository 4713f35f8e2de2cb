package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import java.util.Optional;

/** An HTTP/2 stream that knows what its client said about its priority so far. */
public interface PrioritizedStream {
  /** The latest of the HEADERS frame and the PRIORITY frames (RFC 7540, 5.3). */
  StreamPriority priority();

  /** The latest PRIORITY_UPDATE frame (RFC 9218, 7.1), if there was one. */
  Optional<RequestUrgency> updatedUrgency();
}
