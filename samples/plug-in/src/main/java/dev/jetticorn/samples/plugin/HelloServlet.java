package dev.jetticorn.samples.plugin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says hello, and what it found in the request. */
final class HelloServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain; charset=utf-8");
    response
        .getWriter()
        .printf(
            "Hello over %s, early hints: %s, weight: %s\n",
            request.getProtocol(),
            request.getAttribute("wsgi.early_hints") != null,
            request.getAttribute("gunicorn.http2.priority_weight"));
  }
}
