package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request that lasts until the file of {@code ?until=…} exists. It says on standard output that
 * it has begun, so that a test can act in the middle of it.
 */
@WebServlet("/hold")
public final class HoldServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path file = Path.of(request.getParameter("until"));
    System.out.println("holding for " + file.getFileName());
    boolean released = Waiting.until(() -> Files.exists(file));
    Answer.with(response, released ? "released" : "nobody came");
  }
}
