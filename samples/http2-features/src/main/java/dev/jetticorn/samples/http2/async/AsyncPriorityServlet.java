package dev.jetticorn.samples.http2.async;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Tells the client the priority that it gave to this stream. */
@WebServlet(urlPatterns = "/async/priority", asyncSupported = true)
public final class AsyncPriorityServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Later.answer(
        request.startAsync(),
        () -> Body.json(Documents.priority(request, Priorities.of(request))).writeTo(response));
  }
}
