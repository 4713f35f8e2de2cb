package dev.jetticorn.connector.server.webapp;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running copy of a web application, and the requests that are in it. */
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final WebAppContext context;
  private final MemorySessions sessions;
  private final Set<Request> inProgress = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private volatile boolean replaced;

  /** A copy that is started by whoever owns the context. */
  Deployment(WebAppContext context, MemorySessions sessions) {
    this.context = context;
    this.sessions = sessions;
  }

  WebAppContext context() {
    return context;
  }

  String contextPath() {
    return context.getContextPath();
  }

  /**
   * Whether a path belongs to this application: {@code /shop} and below, but not {@code /shops}.
   */
  boolean answers(String path) {
    String prefix = contextPath();
    return prefix.length() == 1
        || (path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/'));
  }

  /** Lets a request in, unless this copy has been replaced meanwhile. */
  boolean enter(Request request) {
    // Count before looking at the flag, or the copy could stop with this request in it.
    inProgress.add(request);
    if (replaced) {
      leave(request);
      return false;
    }
    Request.addCompletionListener(request, failure -> leave(request));
    return true;
  }

  private void leave(Request request) {
    inProgress.remove(request);
    if (replaced && inProgress.isEmpty()) {
      empty.complete(null);
    }
  }

  boolean handle(Request request, Response response, Callback callback) throws Exception {
    return context.handle(request, response, callback);
  }

  /** Lets no request in any more; the result is there when the last one has left. */
  CompletableFuture<Void> replace() {
    sessions.replace();
    replaced = true;
    if (inProgress.isEmpty()) {
      empty.complete(null);
    }
    return empty;
  }

  /** Ends the requests that are still in here; returns how many there were. */
  int cutOff() {
    int count = 0;
    for (Request request : inProgress) {
      count++;
      @Nullable Runnable task =
          HttpChannel.from(request)
              .onFailure(new TimeoutException("the web application was replaced"));
      if (task != null) {
        request.getContext().execute(task);
      }
    }
    return count;
  }

  /** Stops the application, and removes what it had unpacked. */
  void stop() {
    try {
      context.stop();
    } catch (Exception e) {
      LOG.warn("the web application at {} did not stop cleanly", contextPath(), e);
    } finally {
      sessions.forget();
      context.destroy();
      IO.delete(context.getTempDirectory());
    }
  }
}
