package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells the client the priority that it gave to this stream. */
@WebServlet("/priority")
public final class PriorityServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Body.json(Documents.priority(request, RequestAttributes.priority(request))).writeTo(response);
  }
}
