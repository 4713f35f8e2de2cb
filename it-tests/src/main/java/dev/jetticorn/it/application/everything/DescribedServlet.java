package dev.jetticorn.it.application.everything;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Declared in web.xml, with a parameter; looks up an entry of web.xml by its JNDI name. */
public final class DescribedServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    response.setContentType("text/plain");
    response.getWriter().println("described, parameter: " + getInitParameter("colour"));
    response.getWriter().println("looked up: " + lookUp("java:comp/env/greeting"));
    response.getWriter().println("looked up: " + lookUp("java:comp/env/limits/most"));
    response.getWriter().println("user: " + request.getRemoteUser());
  }

  // The name is a constant and the value comes from this application's own web.xml.
  @SuppressWarnings("BanJNDI")
  private static Object lookUp(String name) throws ServletException {
    try {
      return new InitialContext().lookup(name);
    } catch (NamingException e) {
      throw new ServletException(e);
    }
  }
}
