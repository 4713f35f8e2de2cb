package dev.jetticorn.samples.http2.async;

import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.samples.http2.answer.Body;
import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Documents;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Reads the priority and sends trailers, the way an RPC would. */
@WebServlet(urlPatterns = "/async/combined", asyncSupported = true)
public final class AsyncCombinedServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Later.answer(request.startAsync(), () -> answer(request, response));
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Optional<ResponseTrailers> trailers = ResponseTrailers.of(request);
    Body body =
        Body.json(Documents.combined(request, Priorities.of(request), trailers.isPresent()));
    String checksum = ContentMd5.of(body.bytes());
    if (trailers.isEmpty()) {
      response.setHeader("Content-MD5", checksum);
      body.writeTo(response);
      return;
    }
    response.setHeader("Trailer", "content-md5, x-status");
    body.streamTo(response);
    trailers.get().send("content-md5", checksum);
    trailers.get().send("x-status", "success");
  }
}
