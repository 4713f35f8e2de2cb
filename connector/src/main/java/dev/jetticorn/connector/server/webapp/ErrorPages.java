package dev.jetticorn.connector.server.webapp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Error pages that are written before the response is completed.
 *
 * <p>Jetty 12.1.14 starts to write its page and completes the response at once. While another
 * stream of the same HTTP/2 connection is being written, the page is still on its way then, the two
 * writes collide, and the client gets a reset instead of its 404.
 */
final class ErrorPages extends ErrorPageErrorHandler {
  ErrorPages() {
    setShowOrigin(false);
    setShowStacks(false);
  }

  @Override
  protected boolean generateAcceptableResponse(
      Request request,
      Response response,
      Callback callback,
      String contentType,
      List<Charset> charsets,
      int code,
      String message,
      @Nullable Throwable cause)
      throws IOException {
    return super.generateAcceptableResponse(
        request,
        new WrittenOnReturn(request, response),
        callback,
        contentType,
        charsets,
        code,
        // What was thrown is in the error log; a client has no business with it.
        cause == null ? message : HttpStatus.getMessage(code),
        null);
  }

  private static final class WrittenOnReturn extends Response.Wrapper {
    WrittenOnReturn(Request request, Response response) {
      super(request, response);
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      try (Blocker.Callback written = Blocker.callback()) {
        super.write(last, content, written);
        written.block();
      } catch (IOException e) {
        callback.failed(e);
        return;
      }
      callback.succeeded();
    }
  }
}
