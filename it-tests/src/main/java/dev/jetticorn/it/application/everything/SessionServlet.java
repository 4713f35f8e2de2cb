package dev.jetticorn.it.application.everything;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;

/** Counts the visits of a session. */
@WebServlet("/session")
public final class SessionServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    int visits = session.getAttribute("visits") instanceof Integer before ? before + 1 : 1;
    session.setAttribute("visits", visits);
    response.setContentType("text/plain");
    response.getWriter().println("visit " + visits);
  }
}
