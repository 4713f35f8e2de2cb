package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.WorkerSettings.TIMEOUT;

import dev.jetticorn.connector.settings.model.Settings;
import java.util.Optional;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Tells a {@link RequestTimeout} further out which threads work on a request in a context, those of
 * asynchronous dispatches among them.
 */
public final class RequestThreads implements ContextHandler.ContextScopeListener {
  private RequestThreads() {}

  /** Watches the threads of this context, if there is a {@code timeout}. */
  public static void watch(ContextHandler context, Settings settings) {
    if (!settings.get(TIMEOUT).isZero()) {
      context.addEventListener(new RequestThreads());
    }
  }

  @Override
  public void enterScope(Context context, @Nullable Request request) {
    timed(request).ifPresent(TimedRequest::enter);
  }

  @Override
  public void exitScope(Context context, @Nullable Request request) {
    timed(request).ifPresent(TimedRequest::exit);
  }

  private static Optional<TimedRequest> timed(@Nullable Request request) {
    // A context is entered without a request when it starts and stops.
    return Optional.ofNullable(request).map(found -> Request.as(found, TimedRequest.class));
  }
}
