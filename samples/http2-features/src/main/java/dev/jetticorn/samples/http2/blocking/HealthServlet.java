package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Body;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says that the application is up. */
@WebServlet("/health")
public final class HealthServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Body.text("OK").writeTo(response);
  }
}
