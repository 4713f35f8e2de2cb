package dev.jetticorn.samples.http2.async;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.EarlyHintsPage;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Hints at two files, holds no thread while the work is done, and answers with the page. */
@WebServlet(urlPatterns = "/async/early-hints", asyncSupported = true)
public final class AsyncEarlyHintsServlet extends HttpServlet {
  private final ScheduledExecutorService work =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "early-hints-work"));

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    EarlyHintsPage page = EarlyHintsPage.in(request.getContextPath());
    EarlyHints.of(request).link(page.links().toArray(String[]::new));

    AsyncContext context = request.startAsync();
    // Nobody waits for the task's end: it ends the request itself, also when it fails.
    var unused =
        work.schedule(
            () -> Later.answer(context, () -> Body.html(page.html()).writeTo(response)),
            EarlyHintsPage.WORK.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    work.shutdown();
  }
}
