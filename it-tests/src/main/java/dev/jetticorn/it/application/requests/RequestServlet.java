package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;

/** Says what the request looks like from inside. */
@WebServlet("/request")
public final class RequestServlet extends HttpServlet {
  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    // The body is read first, so that a client that sends one always gets to its end.
    long body = request.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    Answer.with(
        response,
        """
        protocol: %s
        secure: %s
        context: %s
        path: %s
        fields: %d
        body: %d
        thread: %s
        client certificates: %s
        """
            .formatted(
                request.getProtocol(),
                request.isSecure(),
                request.getContextPath(),
                request.getServletPath(),
                Collections.list(request.getHeaderNames()).size(),
                body,
                Thread.currentThread(),
                request.getAttribute("jakarta.servlet.request.X509Certificate") != null));
  }
}
