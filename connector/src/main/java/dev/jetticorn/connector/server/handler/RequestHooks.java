package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.request.StreamRequest;
import dev.jetticorn.connector.server.hook.Hooks;
import java.time.Duration;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/** Calls the operator's listeners before and after each request. */
public final class RequestHooks extends Handler.Wrapper {
  private final Hooks hooks;

  /** Makes a handler; what it wraps is set later. */
  public RequestHooks(Hooks hooks) {
    this.hooks = hooks;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    SeenRequest seen = new SeenRequest(request);
    Request.addCompletionListener(
        request,
        failure ->
            hooks.after(
                seen,
                response.isCommitted() && !StreamRequest.wasLeftUnanswered(request)
                    ? response.getStatus()
                    : 0,
                Duration.ofNanos(NanoTime.since(request.getHeadersNanoTime()))));
    hooks.before(seen);
    return super.handle(request, response, callback);
  }
}
