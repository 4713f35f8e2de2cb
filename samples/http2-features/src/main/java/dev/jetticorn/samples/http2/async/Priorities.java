package dev.jetticorn.samples.http2.async;

import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.samples.http2.answer.Priority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The priority of a stream, through the typed door. */
final class Priorities {
  private Priorities() {}

  static Optional<Priority> of(HttpServletRequest request) {
    return StreamPriority.of(request)
        .map(priority -> new Priority(priority.weight(), priority.dependsOn()));
  }
}
