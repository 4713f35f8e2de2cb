package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sends a body and then trailers, by the attribute or ({@code ?standard}) as servlets do. */
@WebServlet("/trailers")
public final class TrailersServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Trailer", "x-checksum, x-status");
    if (request.getParameter("standard") != null) {
      response.setTrailerFields(() -> Map.of("x-checksum", "abc", "x-status", "done"));
      Answer.with(response, "standard");
      return;
    }
    Consumer<Collection<Map.Entry<String, String>>> trailers = trailers(request);
    if (trailers == null) {
      Answer.with(response, "no trailers here");
      return;
    }
    response.setContentType("text/plain");
    if (request.getParameter("bad") != null) {
      try {
        trailers.accept(List.of(Map.entry(":status", "500")));
        response.getOutputStream().println("a bad trailer was taken");
      } catch (IllegalArgumentException e) {
        response.getOutputStream().println("refused: " + e.getMessage());
      }
    }
    response.getOutputStream().println("body");
    response.flushBuffer();
    trailers.accept(List.of(Map.entry("x-checksum", "abc"), Map.entry("x-status", "done")));
  }

  /** The promise of the attribute is its type; nothing can check it but its use. */
  @SuppressWarnings("unchecked")
  private static Consumer<Collection<Map.Entry<String, String>>> trailers(
      HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("gunicorn.http2.send_trailers");
  }
}
