package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.request.StreamRequest;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * What the logs have instead of a response that nobody waited for: its status is nginx's 499, and
 * not that of what could not be sent.
 *
 * <p>HTTP/1.1 has no such requests. There the server first hears that a client has gone when it
 * writes, and then the response has begun.
 */
public final class UnsentResponse extends Response.Wrapper {
  /** Nobody is sent this one. */
  private static final int CLIENT_CLOSED_REQUEST = 499;

  private UnsentResponse(Request request, Response response) {
    super(request, response);
  }

  /** Returns what is to be logged of a request that has been handled. */
  public static Response orSent(Request request, Response response) {
    return StreamRequest.wasLeftUnanswered(request) || wasNeverHandled(request, response)
        ? new UnsentResponse(request, response)
        : response;
  }

  /**
   * Jetty fails a request whose stream ends while it waits for a thread. The log then has it as it
   * was received; so it has one that we refuse before it is handled, but with another status.
   */
  private static boolean wasNeverHandled(Request request, Response response) {
    return StreamRequest.streamId(request).isPresent()
        && Request.as(request, StreamRequest.class) == null
        && response.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR_500;
  }

  @Override
  public int getStatus() {
    return CLIENT_CLOSED_REQUEST;
  }
}
