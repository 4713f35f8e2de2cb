package dev.jetticorn.connector.server.handler;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.connector.request.StreamRequest;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many requests be in progress and no more; the others wait, and the more urgent ones enter
 * first where urgency counts, in the order they came where it is the same.
 *
 * <p>A request is in progress from here until its response is complete, whatever it does
 * asynchronously included. A waiting request holds no thread and never times out, and it leaves the
 * queue when its client goes away, as far as that can be seen: a reset stream or a closed HTTP/2
 * connection is, a client that closes an HTTP/1.1 connection is not, because nobody reads from a
 * connection whose request waits.
 *
 * <p>Jetty's own {@code QoSHandler} is not used because there an idle timeout fails a waiting
 * request, and a request whose client has gone keeps its place and is then run all the same.
 */
public final class RequestPermits extends Handler.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(RequestPermits.class);

  /**
   * How many requests may wait. HTTP/1.1 has one on each connection, so {@code worker_connections}
   * keeps it far below; HTTP/2 clients may bring some hundred on each, and memory has to end
   * somewhere.
   */
  static final int PLACES = 16_384;

  private final int places;
  private final ReentrantLock lock = new ReentrantLock();

  private volatile int permits;
  private volatile boolean countsUrgency;

  // The next three are read and written with the lock held. Free is below zero while more requests
  // are in progress than there are permits by now.
  private int free;
  private final UrgencyQueue<Waiting> queue = new UrgencyQueue<>();
  private boolean saidThatTheQueueIsFull;

  /**
   * Permits around {@code next}.
   *
   * @param permits for how many requests at a time, at least 1
   * @param countsUrgency whether urgent requests enter before others (RFC 9218)
   */
  public RequestPermits(int permits, boolean countsUrgency, Handler next) {
    this(permits, countsUrgency, PLACES, next);
  }

  RequestPermits(int permits, boolean countsUrgency, int places, Handler next) {
    super(next);
    if (permits < 1) {
      throw new IllegalArgumentException("permits: " + permits);
    }
    this.permits = permits;
    this.countsUrgency = countsUrgency;
    this.places = places;
    this.free = permits;
  }

  /** How many requests may be in progress at a time. */
  public int permits() {
    return permits;
  }

  /** Changes how many requests may be in progress; those that are go on. */
  public void setPermits(int wanted) {
    int more;
    lock.lock();
    try {
      more = wanted - permits;
      permits = wanted;
      free += Math.min(0, more);
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < more; i++) {
      release();
    }
  }

  /** Changes whether urgent requests enter before others; those that wait keep their places. */
  public void setCountsUrgency(boolean counts) {
    countsUrgency = counts;
  }

  /** How many permits are taken now. */
  public int used() {
    lock.lock();
    try {
      return permits - free;
    } finally {
      lock.unlock();
    }
  }

  /** How many requests wait for a permit now. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (takePermit()) {
      Request.addCompletionListener(request, cause -> release());
      return super.handle(request, response, callback);
    }
    Waiting waiting = new Waiting(request, response, callback);
    // Both before it is queued: once it is, another thread may complete it at any moment.
    request.addFailureListener(waiting::leave);
    request.addIdleTimeoutListener(timeout -> false);
    if (countsUrgency) {
      StreamRequest.stream(request).ifPresent(stream -> stream.onUrgency(waiting::move));
    }
    switch (waiting.queue()) {
      case PERMITTED -> waiting.run();
      case WAITS -> {}
      case NO_PLACE -> refuse(response, callback);
    }
    return true;
  }

  private boolean takePermit() {
    lock.lock();
    try {
      if (free <= 0) {
        return false;
      }
      free--;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Hands the permit on to the request that is next. */
  private void release() {
    for (Optional<Waiting> next = next(); next.isPresent(); next = next()) {
      Waiting waiting = next.get();
      try {
        // Always on another thread: this one is completing a response, and a chain of quick
        // requests would make the stack ever deeper.
        waiting.request.getContext().execute(waiting);
        return;
      } catch (RejectedExecutionException stopping) {
        waiting.callback.failed(stopping);
      }
    }
  }

  private Optional<Waiting> next() {
    lock.lock();
    try {
      Optional<Waiting> next = free < 0 ? Optional.empty() : queue.next();
      if (next.isEmpty()) {
        free++;
        saidThatTheQueueIsFull &= queue.size() > 0;
      }
      return next;
    } finally {
      lock.unlock();
    }
  }

  private void refuse(Response response, Callback callback) {
    if (isFirstSinceTheQueueWasEmpty()) {
      LOG.warn(
          "{} requests are in progress and {} wait: answering 503 until there is room",
          permits,
          places);
    }
    response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    PlainAnswer.write(response, HttpStatus.SERVICE_UNAVAILABLE_503, callback);
  }

  private boolean isFirstSinceTheQueueWasEmpty() {
    lock.lock();
    try {
      boolean first = !saidThatTheQueueIsFull;
      saidThatTheQueueIsFull = true;
      return first;
    } finally {
      lock.unlock();
    }
  }

  private enum Entry {
    PERMITTED,
    WAITS,
    NO_PLACE
  }

  private final class Waiting implements Runnable {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Waiting(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
    }

    private int urgency() {
      return (countsUrgency ? StreamRequest.urgency(request) : RequestUrgency.DEFAULT).urgency();
    }

    /** Called when the client has said something else about the urgency. */
    void move() {
      lock.lock();
      try {
        queue.move(this, urgency());
      } finally {
        lock.unlock();
      }
    }

    Entry queue() {
      lock.lock();
      try {
        if (free > 0) {
          free--;
          return Entry.PERMITTED;
        }
        if (queue.size() >= places) {
          return Entry.NO_PLACE;
        }
        // With the lock held, or a change of it in between would be missed.
        queue.add(this, urgency());
        return Entry.WAITS;
      } finally {
        lock.unlock();
      }
    }

    /** Called when the client has gone or the connection has failed. */
    void leave(Throwable cause) {
      failure.set(cause);
      boolean waited;
      lock.lock();
      try {
        waited = queue.remove(this);
      } finally {
        lock.unlock();
      }
      if (waited) {
        callback.failed(cause);
      }
    }

    /** Runs the request, which has its permit. */
    @Override
    public void run() {
      Request.addCompletionListener(request, cause -> release());
      Throwable gone = failure.get();
      if (gone != null) {
        callback.failed(gone);
        return;
      }
      try {
        if (!RequestPermits.super.handle(request, response, callback)) {
          Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
        }
      } catch (Throwable thrown) {
        callback.failed(thrown);
      }
    }
  }
}
