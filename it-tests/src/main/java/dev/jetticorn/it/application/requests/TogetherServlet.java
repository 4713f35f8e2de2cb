package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers when {@code ?parties=50} requests are in progress at the same time, and 503 when they
 * have not all come within {@code &millis=…}. Each query string is a meeting of its own. {@code
 * /together/most} says how many there ever were.
 */
@WebServlet(urlPatterns = {"/together", "/together/most"})
public final class TogetherServlet extends HttpServlet {
  private static final Map<String, CountDownLatch> MEETINGS = new ConcurrentHashMap<>();
  private static final AtomicInteger NOW = new AtomicInteger();
  private static final AtomicInteger MOST = new AtomicInteger();

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().endsWith("/most")) {
      Answer.with(response, "most: " + MOST);
      return;
    }
    String parties = request.getParameter("parties");
    String millis = request.getParameter("millis");
    MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
    try {
      CountDownLatch meeting =
          MEETINGS.computeIfAbsent(
              request.getQueryString(), query -> new CountDownLatch(Integer.parseInt(parties)));
      meeting.countDown();
      if (meeting.await(millis == null ? 20_000 : Long.parseLong(millis), TimeUnit.MILLISECONDS)) {
        Answer.with(response, "all here");
      } else {
        response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "some never came");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    } finally {
      NOW.decrementAndGet();
    }
  }
}
