package dev.jetticorn.samples.http2.async;

import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Echo;
import dev.jetticorn.samples.http2.answer.Stopwatch;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Sends a body back while it comes in, and its checksum behind it. The container calls one method
 * at a time.
 */
final class StreamedEcho implements ReadListener, WriteListener {
  private final AsyncContext context;
  private final ServletInputStream in;
  private final ServletOutputStream out;
  private final ResponseTrailers trailers;
  private final Stopwatch stopwatch = Stopwatch.start();
  private final ContentMd5 checksum = ContentMd5.start();
  private final byte[] buffer = new byte[Echo.BUFFER_SIZE];
  private boolean ended;

  private StreamedEcho(AsyncContext context, ResponseTrailers trailers) throws IOException {
    this.context = context;
    this.in = context.getRequest().getInputStream();
    this.out = context.getResponse().getOutputStream();
    this.trailers = trailers;
  }

  static void start(AsyncContext context, ResponseTrailers trailers) throws IOException {
    var response = (HttpServletResponse) context.getResponse();
    response.setHeader("Trailer", "content-md5, x-processing-time");
    var echo = new StreamedEcho(context, trailers);
    echo.in.setReadListener(echo);
    echo.out.setWriteListener(echo);
  }

  @Override
  public void onDataAvailable() throws IOException {
    copy();
  }

  @Override
  public void onWritePossible() throws IOException {
    copy();
  }

  @Override
  public void onAllDataRead() throws IOException {
    copy();
  }

  /** Goes on until the client has to send or to take something; the container calls again then. */
  private void copy() throws IOException {
    // Ask the output first: the buffer is free again when the last write is done.
    while (!ended && out.isReady()) {
      if (in.isFinished()) {
        end();
        return;
      }
      if (!in.isReady()) {
        return;
      }
      int length = in.read(buffer);
      if (length > 0) {
        checksum.update(buffer, length);
        out.write(buffer, 0, length);
      }
    }
  }

  private void end() {
    ended = true;
    trailers.send("content-md5", checksum.finish());
    trailers.send("x-processing-time", stopwatch.elapsed());
    context.complete();
  }

  @Override
  public void onError(Throwable failure) {
    if (!ended) {
      ended = true;
      Later.fail(context, failure);
    }
  }
}
