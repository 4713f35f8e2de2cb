package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.EarlyHintsPage;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/** Hints at two files, works for a while, and answers with the page that needs them. */
@WebServlet("/early-hints")
public final class EarlyHintsServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    EarlyHintsPage page = EarlyHintsPage.in(request.getContextPath());
    RequestAttributes.earlyHints(request)
        .ifPresent(
            send ->
                send.accept(
                    page.links().stream()
                        .map(link -> Map.entry("Link", link))
                        .collect(Collectors.toList())));

    work();

    Body.html(page.html()).writeTo(response);
  }

  private static void work() throws IOException {
    try {
      Thread.sleep(EarlyHintsPage.WORK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the page was made");
    }
  }
}
