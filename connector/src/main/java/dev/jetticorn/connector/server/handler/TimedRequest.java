package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.WorkerSettings.TIMEOUT;

import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.limit.Deadline;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that has until its deadline; then it is answered without the application. */
final class TimedRequest extends Request.Wrapper {
  private static final Logger LOG = LoggerFactory.getLogger(RequestTimeout.class);

  /** Who answers. Whoever changes it first does. */
  private enum Answer {
    /** Nobody yet. */
    NONE,
    /** The application has begun to. */
    BEGUN,
    /** The application has. */
    COMPLETE,
    /** The time is up, and we say so. */
    TIMED_OUT,
    /** The time is up, and what the application had begun to say is cut off. */
    CUT_OFF
  }

  private final Duration limit;
  private final Hooks hooks;
  private final OpenRequest open;
  private final Response response;
  private final Callback callback;
  private final AtomicReference<Answer> answer = new AtomicReference<>(Answer.NONE);
  private final CompletableFuture<@Nullable Void> answered = new CompletableFuture<>();
  private final Deadline deadline;

  /** One entry for each time that a thread has entered. */
  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  TimedRequest(Request request, Response response, Callback callback, Duration limit, Hooks hooks) {
    super(request);
    this.limit = limit;
    this.hooks = hooks;
    this.open = new OpenRequest(request);
    this.response = response;
    this.callback = callback;
    this.deadline = Deadline.after(open.scheduler(), limit, this::missed);
  }

  /** The response for the application. */
  Response response() {
    return new TimedResponse(this, response);
  }

  /** The callback for the application. */
  Callback callback() {
    return Callback.from(
        callback.getInvocationType(),
        () -> complete(callback::succeeded),
        failure -> complete(() -> callback.failed(failure)));
  }

  /** Called when a thread begins to work on the request. */
  void enter() {
    threads.add(Thread.currentThread());
  }

  /** Called when that thread leaves it. */
  void exit() {
    threads.remove(Thread.currentThread());
  }

  private void complete(Runnable byApplication) {
    deadline.met();
    Answer before =
        answer.getAndUpdate(
            now -> now == Answer.NONE || now == Answer.BEGUN ? Answer.COMPLETE : now);
    if (before == Answer.TIMED_OUT) {
      // Only now, or Jetty would take the request apart while the application still uses it.
      callback.completeWith(answered);
    } else {
      byApplication.run();
    }
  }

  /** Whether the application may write. */
  private boolean begin() {
    return answer.getAndUpdate(now -> now == Answer.NONE ? Answer.BEGUN : now) != Answer.TIMED_OUT;
  }

  private void missed() {
    if (answer.compareAndSet(Answer.NONE, Answer.TIMED_OUT)) {
      report("answered 503");
      answer();
    } else if (answer.compareAndSet(Answer.BEGUN, Answer.CUT_OFF)) {
      report(open.isHttp2() ? "stream reset" : "connection closed");
      open.cutOff(ErrorCode.INTERNAL_ERROR, () -> {});
      open.fail(failure());
    }
  }

  private void answer() {
    try {
      response.reset();
      if (!open.isHttp2()) {
        // The next request would have to wait until this one is out of the way.
        response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
      }
      PlainAnswer.write(
          response,
          HttpStatus.SERVICE_UNAVAILABLE_503,
          Callback.from(
              () -> {
                answered.complete(null);
                // After the answer, which would fail as well.
                open.fail(failure());
              },
              answered::completeExceptionally));
    } catch (RuntimeException e) {
      // The application was changing its response at this very moment.
      answered.completeExceptionally(e);
      open.cutOff(ErrorCode.INTERNAL_ERROR, () -> {});
      open.fail(failure());
    }
  }

  private Throwable failure() {
    return new TimeoutException("the request took longer than " + TIMEOUT.name());
  }

  private void report(String end) {
    List<Thread> stuck = List.copyOf(new LinkedHashSet<>(threads));
    if (!hooks.isEmpty()) {
      // They may do what they like, and this thread must not wait.
      getConnectionMetaData()
          .getConnector()
          .getExecutor()
          .execute(() -> hooks.aborted(new SeenRequest(this), stuck));
    }
    String happened =
        "%s %s took longer than %d s (%s): %s"
            .formatted(
                getMethod(),
                getHttpURI().getCanonicalPath(),
                limit.toSeconds(),
                TIMEOUT.name(),
                end);
    if (stuck.isEmpty()) {
      LOG.error("{}; no thread works on it, it is asynchronous", happened);
      return;
    }
    for (Thread thread : stuck) {
      LOG.error("{}; its thread {} is stuck at", happened, thread.getName(), new Stack(thread));
    }
  }

  /** Where a thread is, down to where the request came in. */
  private static final class Stack extends Exception {
    private static final long serialVersionUID = 1L;

    Stack(Thread thread) {
      super(thread.getName(), null, false, true);
      StackTraceElement[] all = thread.getStackTrace();
      setStackTrace(
          Arrays.stream(all)
              .takeWhile(frame -> !frame.getClassName().equals(RequestTimeout.class.getName()))
              .toArray(StackTraceElement[]::new));
    }
  }

  private static final class TimedResponse extends Response.Wrapper {
    private final TimedRequest request;

    TimedResponse(TimedRequest request, Response response) {
      super(request, response);
      this.request = request;
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
      if (request.begin()) {
        super.write(last, content, callback);
      } else {
        callback.failed(new EofException("the request took longer than " + TIMEOUT.name()));
      }
    }
  }
}
