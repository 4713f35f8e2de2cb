package dev.jetticorn.samples.http2.answer;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The JSON documents, the same for a blocking servlet and its asynchronous twin. */
public final class Documents {
  private static final List<String> EXTENSIONS =
      List.of(
          "wsgi.early_hints",
          "gunicorn.http2.priority_weight",
          "gunicorn.http2.priority_depends_on",
          "gunicorn.http2.send_trailers");

  private Documents() {}

  /** What there is to try, and which extensions this very request offers. */
  public static JsonObject features(HttpServletRequest request) {
    Stream<String> offered = EXTENSIONS.stream().filter(name -> request.getAttribute(name) != null);
    return JsonObject.EMPTY
        .with("message", "HTTP/2 features from a servlet")
        .with("http_version", httpVersion(request))
        .with(
            "endpoints",
            JsonObject.EMPTY
                .with("/", "This list")
                .with("/priority", "The priority of this stream")
                .with("/trailers", "A checksum after the body; POST a body to have it echoed")
                .with("/combined", "Priority and trailers in one response")
                .with("/early-hints", "A slow page; a browser gets its files while it waits")
                .with("/health", "OK")
                .with("/async/...", "Each of them again, from an asynchronous servlet"))
        .with("extensions", offered.toList());
  }

  /** The priority of the stream, if it has one. */
  public static JsonObject priority(HttpServletRequest request, Optional<Priority> priority) {
    JsonObject document = JsonObject.EMPTY.with("http_version", httpVersion(request));
    return priority
        .map(
            p ->
                document
                    .with("priority", p.toJson().with("description", p.description()))
                    .with("note", "Priority is advice: an application may use it, nothing must"))
        .orElseGet(
            () ->
                document
                    .withNull("priority")
                    .with("note", "Only a request over HTTP/2 has a priority"));
  }

  /** What the request has of priority and trailers. */
  public static JsonObject combined(
      HttpServletRequest request, Optional<Priority> priority, boolean trailersSupported) {
    JsonObject document = JsonObject.EMPTY.with("http_version", httpVersion(request));
    return priority
        .map(p -> document.with("priority", p.toJson()))
        .orElseGet(() -> document.withNull("priority"))
        .with("trailers_supported", trailersSupported);
  }

  /** {@code 2}, {@code 1.1} or {@code 1.0}: the Servlet API says {@code HTTP/2.0} for the first. */
  private static String httpVersion(HttpServletRequest request) {
    String version = request.getProtocol().substring("HTTP/".length());
    return version.equals("2.0") ? "2" : version;
  }
}
