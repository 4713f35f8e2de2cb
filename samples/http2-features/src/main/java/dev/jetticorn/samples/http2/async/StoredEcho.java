package dev.jetticorn.samples.http2.async;

import dev.jetticorn.samples.http2.answer.ContentMd5;
import dev.jetticorn.samples.http2.answer.Echo;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Keeps a body in a file until its checksum is known, which goes ahead in the header. The container
 * calls one method at a time.
 */
final class StoredEcho implements ReadListener, WriteListener {
  private final AsyncContext context;
  private final ServletInputStream in;
  private final ServletOutputStream out;
  private final FileChannel file;
  private final ContentMd5 checksum = ContentMd5.start();
  private final byte[] buffer = new byte[Echo.BUFFER_SIZE];
  private boolean ended;

  private StoredEcho(AsyncContext context) throws IOException {
    this.context = context;
    this.in = context.getRequest().getInputStream();
    this.out = context.getResponse().getOutputStream();
    this.file = Echo.temporaryFile(context.getRequest().getServletContext());
  }

  static void start(AsyncContext context) throws IOException {
    var echo = new StoredEcho(context);
    echo.in.setReadListener(echo);
  }

  @Override
  public void onDataAvailable() throws IOException {
    while (in.isReady() && !in.isFinished()) {
      int length = in.read(buffer);
      if (length > 0) {
        checksum.update(buffer, length);
        var rest = ByteBuffer.wrap(buffer, 0, length);
        while (rest.hasRemaining()) {
          file.write(rest);
        }
      }
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    var response = (HttpServletResponse) context.getResponse();
    response.setHeader("Content-MD5", checksum.finish());
    response.setContentLengthLong(file.size());
    file.position(0);
    out.setWriteListener(this);
  }

  @Override
  public void onWritePossible() throws IOException {
    while (!ended && out.isReady()) {
      int length = file.read(ByteBuffer.wrap(buffer));
      if (length < 0) {
        ended = true;
        file.close();
        context.complete();
        return;
      }
      out.write(buffer, 0, length);
    }
  }

  @Override
  public void onError(Throwable failure) {
    if (ended) {
      return;
    }
    ended = true;
    try {
      file.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    Later.fail(context, failure);
  }
}
