package dev.jetticorn.connector.server.handler;

import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** An answer of the server itself to a question of its operator, who can only ask by GET. */
public final class OperatorAnswer {
  private OperatorAnswer() {}

  /**
   * Writes the answer; the response has not begun.
   *
   * @param text made when the question is one that is answered
   */
  public static void write(
      Request request,
      Response response,
      int status,
      String contentType,
      Supplier<String> text,
      Callback callback) {
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
      PlainAnswer.write(response, HttpStatus.METHOD_NOT_ALLOWED_405, callback);
      return;
    }
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    Content.Sink.write(response, true, text.get(), callback);
  }
}
