package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says what the application was told: {@code ?property=…} and how long a session lasts. */
@WebServlet("/tell")
public final class TellServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer.with(
        response,
        "property: %s%nsession: %d s"
            .formatted(
                System.getProperty(request.getParameter("property")),
                request.getSession().getMaxInactiveInterval()));
  }
}
