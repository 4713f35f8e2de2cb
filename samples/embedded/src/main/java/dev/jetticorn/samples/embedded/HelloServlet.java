package dev.jetticorn.samples.embedded;

import dev.jetticorn.bridge.StreamPriority;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says hello, and how important the client finds that. */
final class HelloServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String weight =
        StreamPriority.of(request).map(priority -> ", weight " + priority.weight()).orElse("");
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().print("Hello over " + request.getProtocol() + weight + "\n");
  }
}
