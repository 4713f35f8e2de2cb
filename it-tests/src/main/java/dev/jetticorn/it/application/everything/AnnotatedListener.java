package dev.jetticorn.it.application.everything;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Found by its annotation; adds a servlet by program. */
@WebListener
public final class AnnotatedListener implements ServletContextListener {
  @Override
  public void contextInitialized(ServletContextEvent event) {
    event
        .getServletContext()
        .addServlet("by listener", new ByListener())
        .addMapping("/by-listener");
  }

  private static final class ByListener extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.setContentType("text/plain");
      response.getWriter().println("added by a listener");
    }
  }
}
