package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Reads the priority and sends trailers, the way an RPC would. */
@WebServlet("/combined")
public final class CombinedServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var trailers = RequestAttributes.trailers(request);
    Body body =
        Body.json(
            Documents.combined(request, RequestAttributes.priority(request), trailers.isPresent()));
    String checksum = ContentMd5.of(body.bytes());
    if (trailers.isEmpty()) {
      response.setHeader("Content-MD5", checksum);
      body.writeTo(response);
      return;
    }
    response.setHeader("Trailer", "content-md5, x-status");
    body.streamTo(response);
    trailers
        .get()
        .accept(List.of(Map.entry("content-md5", checksum), Map.entry("x-status", "success")));
  }
}
