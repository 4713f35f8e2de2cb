package dev.jetticorn.it.application.requests;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Reaches another servlet by every way there is; the path says by which. */
@WebServlet(
    urlPatterns = {"/forward/*", "/include/*", "/async/*"},
    asyncSupported = true)
public final class DispatchServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    String target = request.getPathInfo();
    switch (request.getServletPath()) {
      case "/forward" -> request.getRequestDispatcher(target).forward(request, response);
      case "/include" -> request.getRequestDispatcher(target).include(request, response);
      default -> {
        AsyncContext async = request.startAsync();
        async.start(() -> async.dispatch(target));
      }
    }
  }
}
