package dev.jetticorn.connector.server.handler;

import static dev.jetticorn.connector.settings.LimitSettings.MIN_DATA_RATE;

import dev.jetticorn.connector.server.limit.DataCount;
import dev.jetticorn.connector.server.limit.LimitLog;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.thread.Scheduler;

/** The client of a request, and how to be rid of it. */
final class SlowClient {
  private final OpenRequest request;
  private final Response response;
  private final LimitLog log;

  SlowClient(Request request, Response response, LimitLog log) {
    this.request = new OpenRequest(request);
    this.response = response;
    this.log = log;
  }

  Scheduler scheduler() {
    return request.scheduler();
  }

  boolean isAnswered() {
    return response.isCommitted();
  }

  /**
   * How much content of all requests went over an HTTP/2 connection; on HTTP/1.1 there is only this
   * request. Other frames do not count, which a client could send or ask for without end.
   */
  long movedOnConnection(boolean toClient) {
    return request.connection() instanceof HTTP2Connection http2
            && http2.getSession().getFlowControlStrategy() instanceof DataCount count
        ? toClient ? count.dataSent() : count.dataReceived()
        : 0;
  }

  /** Whether the client forbids this stream to go on. */
  boolean hasShutItsWindow() {
    HTTP2Stream stream = request.stream();
    return stream != null && stream.updateSendWindow(0) <= 0;
  }

  /** Ends the request: with 408 where that can still be said. */
  void cutOff(String happened) {
    EndPoint endPoint = request.endPoint();
    boolean isHttp2 = request.isHttp2();
    boolean answerable = !isHttp2 && !response.isCommitted();
    String end = isHttp2 ? "stream reset" : answerable ? "answered 408" : "connection closed";
    report(endPoint, happened + ", " + end);
    if (!answerable) {
      request.cutOff(
          ErrorCode.CANCEL_STREAM_ERROR,
          () -> report(endPoint, "nothing is read of the connection, connection closed"));
    }
    request.fail(
        answerable
            ? new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408, happened)
            : new TimeoutException(happened));
  }

  private void report(EndPoint endPoint, String happened) {
    log.exceeded(endPoint.getRemoteSocketAddress(), happened, MIN_DATA_RATE.name());
  }
}
