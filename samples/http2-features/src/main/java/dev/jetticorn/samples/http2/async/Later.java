package dev.jetticorn.samples.http2.async;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;

/** The end of a request that outlived its servlet's method. */
final class Later {
  private Later() {}

  /** Something that writes a response. */
  interface Answer {
    void write() throws IOException;
  }

  /** Writes the response on another thread of the container and ends the request. */
  static void answer(AsyncContext context, Answer answer) {
    context.start(
        () -> {
          try {
            answer.write();
            context.complete();
          } catch (IOException | RuntimeException e) {
            fail(context, e);
          }
        });
  }

  /** Ends the request with an error, as far as that can still be said. */
  static void fail(AsyncContext context, Throwable failure) {
    // A client that went away in the middle is no news.
    if (!(failure instanceof EOFException)) {
      context.getRequest().getServletContext().log("the response was not finished", failure);
    }
    var response = (HttpServletResponse) context.getResponse();
    try {
      if (!response.isCommitted()) {
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    } finally {
      context.complete();
    }
  }
}
