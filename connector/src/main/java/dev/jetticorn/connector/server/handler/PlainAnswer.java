package dev.jetticorn.connector.server.handler;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * An answer that is only its status, e.g. {@code 414 URI Too Long}.
 *
 * <p>Jetty's error page repeats the address, which for some of these answers is what was too long.
 */
public final class PlainAnswer {
  private PlainAnswer() {}

  /** Writes the answer; the response has not begun. */
  public static void write(Response response, int status, Callback callback) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MimeTypes.Type.TEXT_PLAIN_8859_1.asString());
    Content.Sink.write(
        response, true, status + " " + HttpStatus.getMessage(status) + "\n", callback);
  }
}
