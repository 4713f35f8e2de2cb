package dev.jetticorn.it.application.requests;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A request that lasts until the file of {@code ?until=…} exists. It says on standard output that
 * it has begun, so that a test can act in the middle of it. {@code /hold/async} does it on another
 * thread.
 */
@WebServlet(
    urlPatterns = {"/hold", "/hold/async"},
    asyncSupported = true)
public final class HoldServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Path file = Path.of(request.getParameter("until"));
    System.out.println("holding for " + file.getFileName());
    if (request.getServletPath().endsWith("/async")) {
      AsyncContext async = request.startAsync();
      async.setTimeout(0);
      async.start(
          () -> {
            holdElsewhere(file);
            async.complete();
          });
    } else {
      Answer.with(response, hold(file) ? "released" : "nobody came");
    }
  }

  private static void holdElsewhere(Path file) {
    hold(file);
  }

  private static boolean hold(Path file) {
    return Waiting.until(() -> Files.exists(file));
  }
}
