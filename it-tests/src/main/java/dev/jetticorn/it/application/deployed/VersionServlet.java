package dev.jetticorn.it.application.deployed;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says which version answers, and at which context path. */
@WebServlet("/version")
public final class VersionServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response
        .getWriter()
        .print(
            "version " + Version.of(getServletContext()) + " at " + request.getContextPath() + "/");
  }
}
