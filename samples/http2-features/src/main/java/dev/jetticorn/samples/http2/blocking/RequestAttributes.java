package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Priority;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The attributes that the server sets on a request; their values have types of the JDK. */
final class RequestAttributes {
  private RequestAttributes() {}

  /** Sends a 103 with the fields it is given; every request has it. */
  static Optional<Consumer<Collection<Map.Entry<String, String>>>> earlyHints(
      HttpServletRequest request) {
    return sender(request, "wsgi.early_hints");
  }

  /** Sends trailers when the response ends; only there if this connection can carry them. */
  static Optional<Consumer<Collection<Map.Entry<String, String>>>> trailers(
      HttpServletRequest request) {
    return sender(request, "gunicorn.http2.send_trailers");
  }

  /** The priority of the stream; only there on HTTP/2. */
  static Optional<Priority> priority(HttpServletRequest request) {
    var weight = (Integer) request.getAttribute("gunicorn.http2.priority_weight");
    var dependsOn = (Integer) request.getAttribute("gunicorn.http2.priority_depends_on");
    return weight == null || dependsOn == null
        ? Optional.empty()
        : Optional.of(new Priority(weight, dependsOn));
  }

  // The server promises this type for both names; an attribute cannot say so itself.
  @SuppressWarnings("unchecked")
  private static Optional<Consumer<Collection<Map.Entry<String, String>>>> sender(
      HttpServletRequest request, String name) {
    return Optional.ofNullable(
        (Consumer<Collection<Map.Entry<String, String>>>) request.getAttribute(name));
  }
}
