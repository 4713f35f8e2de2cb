package dev.jetticorn.connector.server.webapp;

import dev.jetticorn.connector.server.handler.OpenRequest;
import dev.jetticorn.connector.server.watch.FileState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running copy of a web application, and the requests that are in it. */
final class Deployment {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  private final Wanted wanted;
  private final List<FileState> readFrom;
  private final WebAppContext context;
  private final Optional<MemorySessions> sessions;
  private final ChannelCaches channels = new ChannelCaches();
  private final Set<Request> inProgress = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private volatile boolean replaced;

  /** A copy, read from files that were in this state, whose context somebody else starts. */
  Deployment(
      Wanted wanted,
      List<FileState> readFrom,
      WebAppContext context,
      Optional<MemorySessions> sessions) {
    this.wanted = wanted;
    this.readFrom = readFrom;
    this.context = context;
    this.sessions = sessions;
  }

  Wanted wanted() {
    return wanted;
  }

  List<FileState> readFrom() {
    return readFrom;
  }

  WebAppContext context() {
    return context;
  }

  String contextPath() {
    return wanted.contextPath();
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
    channels.add(request.getComponents().getCache());
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
    sessions.ifPresent(MemorySessions::replace);
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
      OpenRequest open = new OpenRequest(request);
      open.cutOff(ErrorCode.CANCEL_STREAM_ERROR, () -> {});
      open.fail(new TimeoutException("the web application was replaced"));
    }
    return count;
  }

  /** Stops the application, and removes what it had unpacked. */
  void stop() {
    try {
      context.stop();
    } catch (Throwable e) {
      // What the application throws may be an Error.
      LOG.warn("the web application at {} did not stop cleanly", contextPath(), e);
    } finally {
      sessions.ifPresent(MemorySessions::forget);
      channels.removeAll(context);
      context.destroy();
      IO.delete(context.getTempDirectory());
    }
  }
}
