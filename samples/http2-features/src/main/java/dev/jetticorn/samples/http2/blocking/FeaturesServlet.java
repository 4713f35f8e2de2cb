package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lists the endpoints. */
@WebServlet("")
public final class FeaturesServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Body.json(Documents.features(request)).writeTo(response);
  }
}
