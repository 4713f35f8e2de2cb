package dev.jetticorn.samples.http2.async;

import dev.jetticorn.samples.http2.answer.Body;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Says that the application is up. */
@WebServlet(urlPatterns = "/async/health", asyncSupported = true)
public final class AsyncHealthServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Later.answer(request.startAsync(), () -> Body.text("OK").writeTo(response));
  }
}
