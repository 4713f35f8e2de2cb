package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.hook.Hooks;
import java.time.Duration;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers for the application when it takes too long, and logs where the request is stuck.
 *
 * <p>The thread is left alone, because nothing in Java can end it safely: it goes on, and the
 * request stays in progress until the application is done with it.
 */
public final class RequestTimeout extends Handler.Wrapper {
  private final Duration limit;
  private final Hooks hooks;

  /**
   * Makes a handler; what it wraps is set later.
   *
   * @param limit how long a request may take from here until its response is complete
   * @param hooks hear of requests that take longer
   */
  public RequestTimeout(Duration limit, Hooks hooks) {
    this.limit = limit;
    this.hooks = hooks;
  }

  /** How long a request may take. */
  public Duration limit() {
    return limit;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    TimedRequest timed = new TimedRequest(request, response, callback, limit, hooks);
    timed.enter();
    try {
      if (super.handle(timed, timed.response(), timed.callback())) {
        return true;
      }
      Response.writeError(timed, timed.response(), timed.callback(), HttpStatus.NOT_FOUND_404);
    } catch (Throwable thrown) {
      timed.callback().failed(thrown);
    } finally {
      timed.exit();
    }
    return true;
  }
}
