package dev.jetticorn.connector.server.http1;

import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.limit.LimitLog;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Ends a connection whose client takes too long to send the head of a request. */
final class HeadDeadline {
  private static final byte[] ANSWER =
      """
      HTTP/1.1 408 Request Timeout\r
      Connection: close\r
      Content-Length: 0\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  private final Connector connector;
  private final EndPoint endPoint;
  private final HttpParser parser;
  private final Duration timeout;
  private @Nullable Deadline running;

  HeadDeadline(Connector connector, EndPoint endPoint, HttpParser parser, Duration timeout) {
    this.connector = connector;
    this.endPoint = endPoint;
    this.parser = parser;
    this.timeout = timeout;
  }

  /** The first request is waited for from the beginning of the connection. */
  synchronized void connected() {
    running = Deadline.after(connector.getScheduler(), timeout, this::missed);
  }

  /** Called when all that had arrived has been parsed. */
  synchronized void parsed() {
    if (running == null && isInHead()) {
      running = Deadline.after(connector.getScheduler(), timeout, this::missedLater);
    }
  }

  /** Called when the head is complete. */
  synchronized void met() {
    if (running != null) {
      running.met();
      running = null;
    }
  }

  private boolean isInHead() {
    return parser.inHeaderState() && !parser.isStart();
  }

  private void missedLater() {
    // Another thread may have gone on to the body just before the deadline was set.
    if (isInHead()) {
      missed();
    }
  }

  private void missed() {
    LimitLog.of(connector.getServer())
        .exceeded(
            endPoint.getRemoteSocketAddress(),
            "no complete request head after " + timeout.toSeconds() + " s, connection closed",
            HEADER_TIMEOUT.name());
    if (parser.isStart()) {
      // Browsers connect ahead of need; an answer to no request would confuse the next one.
      endPoint.close();
    } else {
      // Not only when the answer has gone out: a client that does not read would stay.
      connector.getScheduler().schedule(endPoint::close, 1, TimeUnit.SECONDS);
      endPoint.write(Callback.from(endPoint::close), ByteBuffer.wrap(ANSWER));
    }
  }
}
