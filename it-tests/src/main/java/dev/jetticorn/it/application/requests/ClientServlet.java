package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Says who the client is and where it sent its request. */
@WebServlet("/client")
public final class ClientServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Answer.with(
        response,
        """
        address: %s
        scheme: %s
        secure: %s
        server: %s:%d
        """
            .formatted(
                request.getRemoteAddr(),
                request.getScheme(),
                request.isSecure(),
                request.getServerName(),
                request.getServerPort()));
  }
}
