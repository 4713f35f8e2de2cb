package dev.jetticorn.it.application.everything;

import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Found by its annotation, with an entry of web.xml injected. */
@WebServlet("/annotated")
public final class AnnotatedServlet extends HttpServlet {
  @Resource(name = "greeting")
  private @Nullable String greeting;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain");
    response.getWriter().println("annotated, injected: " + greeting);
  }
}
