package dev.jetticorn.connector.request;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Gives each request the attributes that a servlet reads: early hints, priority and trailers.
 *
 * <p>It goes around the web applications, below whatever changes the protocol:
 *
 * <pre>{@code
 * server.setHandler(new RequestAttributes(HintPolicy.EVERYONE, webApplication));
 * }</pre>
 */
public final class RequestAttributes extends Handler.Wrapper {
  private final HintPolicy hints;
  private final SentFields sent;

  /**
   * Request attributes with a handler to be set later.
   *
   * @param hints which clients are sent early hints
   */
  public RequestAttributes(HintPolicy hints) {
    this(hints, SentFields.UNHEARD);
  }

  /**
   * Request attributes with a handler to be set later.
   *
   * @param hints which clients are sent early hints
   * @param sent hears of the early hints and trailers that are sent
   */
  public RequestAttributes(HintPolicy hints, SentFields sent) {
    this.hints = hints;
    this.sent = sent;
  }

  /**
   * Request attributes around a handler.
   *
   * @param hints which clients are sent early hints
   * @param handler the handler whose requests get the attributes
   */
  public RequestAttributes(HintPolicy hints, Handler handler) {
    super(handler);
    this.hints = hints;
    this.sent = SentFields.UNHEARD;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    AttributedRequest attributed = new AttributedRequest(request, response, hints, sent);
    return super.handle(attributed, attributed.response(), callback);
  }
}
