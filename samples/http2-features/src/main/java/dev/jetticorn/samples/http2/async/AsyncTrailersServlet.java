package dev.jetticorn.samples.http2.async;

import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Echo;
import dev.jetticorn.samples.http2.answer.Stopwatch;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Sends a body and, after it, its checksum and how long it took. */
@WebServlet(urlPatterns = "/async/trailers", asyncSupported = true)
public final class AsyncTrailersServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Later.answer(request.startAsync(), () -> greet(request, response));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Echo.describe(request, response);
    Optional<ResponseTrailers> trailers = ResponseTrailers.of(request);
    AsyncContext context = request.startAsync();
    // A long upload is not an error; a client that stops sending meets the server's idle timeout.
    context.setTimeout(0);
    if (trailers.isPresent()) {
      StreamedEcho.start(context, trailers.get());
    } else {
      StoredEcho.start(context);
    }
  }

  private static void greet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Stopwatch stopwatch = Stopwatch.start();
    Optional<ResponseTrailers> trailers = ResponseTrailers.of(request);
    String checksum = ContentMd5.of(Echo.GREETING.bytes());
    if (trailers.isEmpty()) {
      response.setHeader("Content-MD5", checksum);
      Echo.GREETING.writeTo(response);
      return;
    }
    response.setHeader("Trailer", "content-md5, x-processing-time");
    Echo.GREETING.streamTo(response);
    trailers.get().send("content-md5", checksum);
    trailers.get().send("x-processing-time", stopwatch.elapsed());
  }
}
