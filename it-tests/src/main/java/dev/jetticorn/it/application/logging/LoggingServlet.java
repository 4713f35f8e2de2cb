package dev.jetticorn.it.application.logging;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs by the slf4j that the application brings, by the JDK and by the servlet context. */
@WebServlet("/log")
public final class LoggingServlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(LoggingServlet.class);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    LOG.info("by slf4j");
    java.util.logging.Logger.getLogger("application").info("by the JDK");
    getServletContext().log("by the servlet context");
    System.out.println("by standard output");
    System.err.println("by standard error");
    response.getWriter().println(LoggerFactory.getILoggerFactory().getClass().getName());
  }
}
