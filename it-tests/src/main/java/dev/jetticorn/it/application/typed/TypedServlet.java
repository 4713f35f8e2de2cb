package dev.jetticorn.it.application.typed;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.bridge.StreamPriority;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Uses everything that servlet-bridge has, and says what came of it. */
@WebServlet("/typed")
public final class TypedServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean hinted = EarlyHints.of(request).link("</style.css>; rel=preload; as=style");
    Optional<StreamPriority> priority = StreamPriority.of(request);
    RequestUrgency urgency = RequestUrgency.of(request);
    Optional<ResponseTrailers> trailers = ResponseTrailers.of(request);
    response.setContentType("text/plain");
    response.setHeader("Trailer", "x-checksum");
    response
        .getWriter()
        .println(
            """
            hinted: %s
            priority: %s
            urgency: %s
            trailers: %s
            """
                .formatted(
                    hinted,
                    priority.map(StreamPriority::toString).orElse("none"),
                    urgency,
                    trailers.isPresent()));
    trailers.ifPresent(fields -> fields.send("x-checksum", "abc"));
  }
}
