package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A page for a browser. It is answered only when the browser has asked for the hinted files, or
 * after a while without them, and says in its text which of both it was.
 */
@WebServlet(urlPatterns = {"/hinted-page", "/hinted.css", "/hinted.js"})
public final class HintedPageServlet extends HttpServlet {
  private final CountDownLatch asked = new CountDownLatch(2);

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (request.getServletPath()) {
      case "/hinted.css" -> file(response, "text/css", "body { color: rgb(1, 2, 3) }");
      case "/hinted.js" -> file(response, "text/javascript", "document.title = 'ran';");
      default -> page(request, response);
    }
  }

  private void file(HttpServletResponse response, String type, String text) throws IOException {
    asked.countDown();
    response.setHeader("Cache-Control", "max-age=600");
    Answer.with(response, type, text);
  }

  private void page(HttpServletRequest request, HttpServletResponse response) throws IOException {
    HintsServlet.hints(request)
        .accept(
            List.of(
                Map.entry("Link", "</hinted.css>; rel=preload; as=style"),
                Map.entry("Link", "</hinted.js>; rel=preload; as=script")));
    boolean early;
    try {
      early = asked.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    response.setContentType("text/html");
    response
        .getWriter()
        .println(
            """
            <!doctype html>
            <title>waiting</title>
            <link rel="stylesheet" href="/hinted.css">
            <script src="/hinted.js"></script>
            <p>asked for before the page: %s</p>
            <pre id="timing"></pre>
            <script>
              addEventListener("load", () => {
                document.getElementById("timing").textContent =
                    performance.getEntriesByType("resource")
                        .map(entry => new URL(entry.name).pathname + " " + entry.initiatorType)
                        .sort().join(String.fromCharCode(10));
              });
            </script>
            """
                .formatted(early));
  }
}
