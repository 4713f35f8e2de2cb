package dev.jetticorn.connector.server.listener;

import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.limit.LimitLog;
import java.time.Duration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;

/** How long a connection may take for the bytes that say what is spoken on it. */
record FirstBytesTimeout(Duration time, LimitLog limits) {
  /**
   * Closes the connection unless the deadline is met.
   *
   * @param missing what has not come, e.g. {@code no complete PROXY header}
   */
  Deadline start(Connector connector, EndPoint endPoint, String missing) {
    return Deadline.after(
        connector.getScheduler(),
        time,
        () -> {
          limits.exceeded(
              endPoint.getRemoteSocketAddress(),
              missing + " after " + time.toSeconds() + " s, connection closed",
              HEADER_TIMEOUT.name());
          endPoint.close();
        });
  }
}
