package dev.jetticorn.samples.http2.blocking;

import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Echo;
import dev.jetticorn.samples.http2.answer.Stopwatch;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Map;

/** Sends a body and, after it, its checksum and how long it took. */
@WebServlet("/trailers")
public final class TrailersServlet extends HttpServlet {
  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType(Echo.GREETING.contentType());
    answer(request, response, new ByteArrayInputStream(Echo.GREETING.bytes()));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Echo.describe(request, response);
    answer(request, response, request.getInputStream());
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, InputStream body)
      throws IOException {
    Stopwatch stopwatch = Stopwatch.start();
    var trailers = RequestAttributes.trailers(request);
    if (trailers.isEmpty()) {
      spool(body, response);
      return;
    }
    response.setHeader("Trailer", "content-md5, x-processing-time");
    String checksum = copy(body, response.getOutputStream());
    trailers
        .get()
        .accept(
            List.of(
                Map.entry("content-md5", checksum),
                Map.entry("x-processing-time", stopwatch.elapsed())));
  }

  /**
   * Without trailers the checksum goes first, so the body has to be somewhere until it is known.
   */
  private void spool(InputStream body, HttpServletResponse response) throws IOException {
    try (FileChannel file = Echo.temporaryFile(getServletContext())) {
      response.setHeader("Content-MD5", copy(body, Channels.newOutputStream(file)));
      response.setContentLengthLong(file.size());
      file.position(0);
      Channels.newInputStream(file).transferTo(response.getOutputStream());
    }
  }

  private static String copy(InputStream from, OutputStream to) throws IOException {
    ContentMd5 checksum = ContentMd5.start();
    byte[] buffer = new byte[Echo.BUFFER_SIZE];
    for (int length = from.read(buffer); length >= 0; length = from.read(buffer)) {
      checksum.update(buffer, length);
      to.write(buffer, 0, length);
    }
    return checksum.finish();
  }
}
