package dev.jetticorn.connector.server.handler;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Holds requests back until the test lets them through, and counts how many it holds. */
final class Gate extends Handler.Abstract {
  private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
  private final Semaphore open = new Semaphore(0);
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Override
  public boolean handle(Request request, Response response, Callback callback)
      throws InterruptedException {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    arrivals.add(Request.getPathInContext(request));
    if (!open.tryAcquire(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody opened the gate");
    }
    inside.decrementAndGet();
    Content.Sink.write(response, true, "through", callback);
    return true;
  }

  /** Waits at the gate without a request. */
  void pass() {
    open.acquireUninterruptibly();
  }

  /** Waits for the next request and says its path. */
  String nextArrival() throws InterruptedException {
    return String.valueOf(arrivals.poll(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS));
  }

  boolean hasArrivals() {
    return !arrivals.isEmpty();
  }

  void openFor(int requests) {
    open.release(requests);
  }

  /** The most requests that were inside at once. */
  int most() {
    return most.get();
  }
}
