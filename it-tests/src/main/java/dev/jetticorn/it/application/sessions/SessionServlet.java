package dev.jetticorn.it.application.sessions;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.Objects;
import java.util.TreeSet;

/** Does with the session what the path says, and says what is in it. */
@WebServlet("/*")
public final class SessionServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    PrintWriter out = response.getWriter();
    String value = Objects.requireNonNullElse(request.getParameter("value"), "");
    switch (request.getPathInfo()) {
      case "/plain" -> out.print("no session\n");
      case "/look" -> say(out, request.getSession(false));
      case "/count" -> {
        HttpSession session = request.getSession();
        session.setAttribute("count", count(session) + 1);
        say(out, session);
      }
      case "/set" -> {
        request.getSession().setAttribute(name(request), value);
        say(out, request.getSession());
      }
      case "/remove" -> {
        request.getSession().removeAttribute(name(request));
        say(out, request.getSession());
      }
      case "/add" -> {
        HttpSession session = request.getSession();
        if (session.getAttribute("cart") == null) {
          session.setAttribute("cart", new Cart());
        }
        // Changed in its place, without another setAttribute.
        ((Cart) session.getAttribute("cart")).add(value);
        say(out, session);
      }
      case "/late" -> {
        HttpSession session = request.getSession();
        out.print("begun\n");
        response.flushBuffer();
        session.setAttribute("count", count(session) + 1);
        say(out, session);
      }
      case "/login" -> {
        request.getSession().setAttribute("user", value);
        request.changeSessionId();
        say(out, request.getSession());
      }
      case "/invalidate" -> {
        request.getSession().invalidate();
        say(out, request.getSession(false));
      }
      case "/timeout" -> {
        request.getSession().setMaxInactiveInterval(Integer.parseInt(value));
        say(out, request.getSession());
      }
      case "/unstorable" -> request.getSession().setAttribute("thread", Thread.currentThread());
      default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private static String name(HttpServletRequest request) {
    return Objects.requireNonNull(request.getParameter("name"));
  }

  private static int count(HttpSession session) {
    return session.getAttribute("count") instanceof Integer count ? count : 0;
  }

  private static void say(PrintWriter out, HttpSession session) {
    if (session == null) {
      out.print("none\n");
      return;
    }
    out.printf("id: %s%n", session.getId());
    for (String name : new TreeSet<>(Collections.list(session.getAttributeNames()))) {
      Object value = session.getAttribute(name);
      out.printf("%s: %s%n", name, value instanceof Cart cart ? cart.items() : value);
    }
  }
}
