package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sends two early hints, then answers; {@code ?until=file} answers when that file exists, {@code
 * ?bad} tries a hint that nobody may send first.
 */
@WebServlet("/hints")
public final class HintsServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    List<String> said = new ArrayList<>();
    if (request.getParameter("bad") != null) {
      try {
        hints(request).accept(List.of(Map.entry("Link", "</a.css>\r\nSet-Cookie: stolen=1")));
        said.add("a bad hint was taken");
      } catch (IllegalArgumentException e) {
        said.add("refused: " + e.getMessage());
      }
    }
    hints(request)
        .accept(
            List.of(
                Map.entry("Link", "</style.css>; rel=preload; as=style"),
                Map.entry("Link", "</script.js>; rel=preload; as=script")));
    String until = request.getParameter("until");
    if (until != null) {
      said.add(Waiting.until(() -> Files.exists(Path.of(until))) ? "released" : "nobody came");
    }
    response.setHeader("X-Final", "yes");
    Answer.with(response, "hinted " + String.join(", ", said));
  }

  /** The promise of the attribute is its type; nothing can check it but its use. */
  @SuppressWarnings("unchecked")
  static Consumer<Collection<Map.Entry<String, String>>> hints(HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("wsgi.early_hints");
  }
}
