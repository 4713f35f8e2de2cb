package dev.jetticorn.connector.server.handler;

import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handlers that are replaced while the server runs, in front of one that stays.
 *
 * <p>A request that has entered goes on in the handlers that it has found.
 */
public final class Stage extends Handler.Wrapper {
  private volatile Handler first;

  /**
   * A stage in front of {@code stays}.
   *
   * @param handlers the outermost first; may be none
   */
  public Stage(List<? extends Handler.Wrapper> handlers, Handler stays) {
    super(stays);
    first = chain(handlers);
    add(first);
  }

  private Handler chain(List<? extends Handler.Wrapper> handlers) {
    Handler next = getHandler();
    for (int i = handlers.size() - 1; i >= 0; i--) {
      handlers.get(i).setHandler(next);
      next = handlers.get(i);
    }
    return next;
  }

  /** Sends further requests through these, the outermost first. */
  public void replace(List<? extends Handler.Wrapper> handlers) {
    Handler before = first;
    Handler fresh = chain(handlers);
    fresh.setServer(getServer());
    add(fresh);
    first = fresh;
    if (before != getHandler()) {
      removeBean(before);
    }
  }

  /** It starts and stops with this, after and before what stays. */
  private void add(Handler outermost) {
    if (outermost != getHandler()) {
      addManaged(outermost);
    }
  }

  /** What is in front leads to what stays. */
  @Override
  public List<Handler> getHandlers() {
    return List.of(first);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return first.handle(request, response, callback);
  }
}
