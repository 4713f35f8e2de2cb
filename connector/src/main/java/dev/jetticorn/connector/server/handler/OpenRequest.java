package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.limit.Deadline;
import java.time.Duration;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpChannel;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/** A request in progress, and how to end it from outside of the application. */
public final class OpenRequest {
  /** How long a connection may take for the frame that ends a stream. */
  private static final Duration TIME_TO_RESET = Duration.ofSeconds(1);

  private final Request request;

  /** A view of a request, which changes nothing by itself. */
  public OpenRequest(Request request) {
    this.request = request;
  }

  Scheduler scheduler() {
    return request.getConnectionMetaData().getConnector().getScheduler();
  }

  Connection connection() {
    return request.getConnectionMetaData().getConnection();
  }

  EndPoint endPoint() {
    return connection().getEndPoint();
  }

  boolean isHttp2() {
    return connection() instanceof HTTP2Connection;
  }

  /** The stream of an HTTP/2 request, while it is open. */
  @Nullable HTTP2Stream stream() {
    return connection() instanceof HTTP2Connection http2
        ? http2.getSession().getStream(Integer.parseInt(request.getId()))
        : null;
  }

  /**
   * Resets the stream of an HTTP/2 request; ends the connection of any other.
   *
   * @param notRead is called before the connection is closed because nobody reads the reset
   */
  public void cutOff(ErrorCode error, Runnable notRead) {
    EndPoint endPoint = endPoint();
    HTTP2Stream stream = stream();
    if (stream != null) {
      Deadline reset =
          Deadline.after(
              scheduler(),
              TIME_TO_RESET,
              () -> {
                notRead.run();
                endPoint.close();
              });
      stream.reset(new ResetFrame(stream.getId(), error.code), Callback.from(reset::met));
    } else if (!isHttp2()) {
      endPoint.close();
    }
  }

  /** Tells the application: whatever it reads, writes or waits for fails. */
  public void fail(Throwable failure) {
    @Nullable Runnable task = HttpChannel.from(request).onFailure(failure);
    // It may free a blocked thread, and so must not wait for one.
    if (task != null) {
      ThreadPool.executeImmediately(
          request.getConnectionMetaData().getConnector().getExecutor(), task);
    }
  }
}
