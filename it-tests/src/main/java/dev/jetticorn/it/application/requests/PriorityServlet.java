package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says the priority of its stream; {@code ?until=33} waits for that weight. */
@WebServlet("/priority")
public final class PriorityServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String until = request.getParameter("until");
    if (until != null) {
      Waiting.until(() -> until.equals(String.valueOf(weight(request))));
    }
    Answer.with(
        response,
        "weight: %s, depends on: %s"
            .formatted(
                weight(request), request.getAttribute("gunicorn.http2.priority_depends_on")));
  }

  private static Object weight(HttpServletRequest request) {
    return request.getAttribute("gunicorn.http2.priority_weight");
  }
}
