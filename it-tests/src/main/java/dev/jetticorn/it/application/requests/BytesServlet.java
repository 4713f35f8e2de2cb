package dev.jetticorn.it.application.requests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A response of {@code ?count=…} bytes, written by a thread that blocks while nobody reads; {@code
 * /buffered} writes a few at a time into a buffer for all and leaves the Content-Length to the
 * server.
 */
@WebServlet({"/bytes", "/buffered"})
public final class BytesServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    long left = Long.parseLong(request.getParameter("count"));
    boolean buffered = request.getServletPath().equals("/buffered");
    if (buffered) {
      response.setBufferSize((int) left + 1);
    } else {
      response.setContentLengthLong(left);
    }
    byte[] block = new byte[buffered ? 100 : 32 * 1024];
    while (left > 0) {
      int length = (int) Math.min(block.length, left);
      response.getOutputStream().write(block, 0, length);
      left -= length;
    }
  }
}
