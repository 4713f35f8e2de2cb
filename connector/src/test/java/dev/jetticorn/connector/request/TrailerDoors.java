package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.ResponseTrailers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;

/** The ways in which a servlet of a test sends trailers. */
final class TrailerDoors {
  static final String[] TE = {"te", "trailers"};

  @SuppressWarnings("unchecked") // The contract of the attribute.
  static Consumer<Collection<Map.Entry<String, String>>> plainDoor(HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("gunicorn.http2.send_trailers");
  }

  static ResponseTrailers trailers(HttpServletRequest request) {
    return ResponseTrailers.of(request).orElseThrow();
  }

  private TrailerDoors() {}
}
