package dev.jetticorn.samples.http2.async;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Lists the endpoints. */
@WebServlet(
    urlPatterns = {"/async", "/async/"},
    asyncSupported = true)
public final class AsyncFeaturesServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Later.answer(
        request.startAsync(), () -> Body.json(Documents.features(request)).writeTo(response));
  }
}
