package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.limit.LimitLog;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/** The client of a request, and how to be rid of it. */
final class SlowClient {
  /** How long a connection may take for the frame that ends a stream. */
  private static final Duration TIME_TO_RESET = Duration.ofSeconds(1);

  private final Request request;
  private final Response response;
  private final LimitLog log;

  SlowClient(Request request, Response response, LimitLog log) {
    this.request = request;
    this.response = response;
    this.log = log;
  }

  Scheduler scheduler() {
    return request.getConnectionMetaData().getConnector().getScheduler();
  }

  boolean isAnswered() {
    return response.isCommitted();
  }

  /** How many bytes went over an HTTP/2 connection; on HTTP/1.1 there is only this request. */
  long movedOnConnection() {
    return connection() instanceof HTTP2Connection http2
        ? http2.getBytesIn() + http2.getBytesOut()
        : 0;
  }

  /** Whether the client forbids this stream to go on. */
  boolean hasShutItsWindow() {
    HTTP2Stream stream = stream();
    return stream != null && stream.updateSendWindow(0) <= 0;
  }

  private @Nullable HTTP2Stream stream() {
    return connection() instanceof HTTP2Connection http2
        ? http2.getSession().getStream(Integer.parseInt(request.getId()))
        : null;
  }

  private Connection connection() {
    return request.getConnectionMetaData().getConnection();
  }

  /** Ends the request: with 408 where that can still be said. */
  void cutOff(String happened) {
    EndPoint endPoint = connection().getEndPoint();
    HTTP2Stream stream = stream();
    boolean isHttp2 = connection() instanceof HTTP2Connection;
    boolean answerable = !isHttp2 && !response.isCommitted();
    String end = isHttp2 ? "stream reset" : answerable ? "answered 408" : "connection closed";
    report(endPoint, happened + ", " + end);
    if (stream != null) {
      Deadline reset =
          Deadline.after(
              scheduler(),
              TIME_TO_RESET,
              () -> {
                report(endPoint, "nothing is read of the connection, connection closed");
                endPoint.close();
              });
      stream.reset(
          new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code),
          Callback.from(reset::met));
    } else if (!answerable) {
      endPoint.close();
    }
    Throwable failure =
        answerable
            ? new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408, happened)
            : new TimeoutException(happened);
    @Nullable Runnable task = HttpChannel.from(request).onFailure(failure);
    // It may free a blocked thread, and so must not wait for one.
    if (task != null) {
      ThreadPool.executeImmediately(
          request.getConnectionMetaData().getConnector().getExecutor(), task);
    }
  }

  private void report(EndPoint endPoint, String happened) {
    log.exceeded(endPoint.getRemoteSocketAddress(), happened, MIN_DATA_RATE.name());
  }
}
