package dev.jetticorn.it.application.deployed;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.Serializable;

/** Counts the visits of a session, in an object of the application's own class. */
@WebServlet("/visits")
public final class VisitsServlet extends HttpServlet {
  /** How many there were. */
  public record Visits(int count) implements Serializable {}

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    HttpSession session = request.getSession();
    int before = session.getAttribute("visits") instanceof Visits visits ? visits.count() : 0;
    session.setAttribute("visits", new Visits(before + 1));
    boolean kept = session.getAttribute("unserializable") != null;
    session.setAttribute("unserializable", Thread.currentThread());
    response.setContentType("text/plain");
    response
        .getWriter()
        .print(
            "visit %d of version %s, new: %s, kept: %s"
                .formatted(before + 1, Version.of(getServletContext()), session.isNew(), kept));
  }
}
