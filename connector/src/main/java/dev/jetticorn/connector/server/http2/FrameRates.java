package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.server.limit.PerSecond;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http2.frames.ContinuationFrame;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.UnknownFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.io.RateControl;

/**
 * Counts the frames that cost a client nothing and the server something, each kind by itself.
 *
 * <p>Jetty has one pot for all of them, which the honest use of one kind can empty: the priorities
 * of a browser, the pings of gRPC. Of each kind so many may come in a second; one more ends the
 * connection with ENHANCE_YOUR_CALM (RFC 9113, 10.5).
 *
 * <p>A WINDOW_UPDATE that answers data is free, because a fast download may have thousands.
 *
 * <p>As many answers may wait for a client that sends frames and reads nothing.
 */
final class FrameRates implements RateControl {
  /**
   * For each DATA frame a client may open the window of the stream and that of the connection, and
   * once more both for a remainder that the window cut off.
   */
  private static final int UPDATES_FOR_DATA = 4;

  /** And one for so many bytes, because windows that are opened for each frame fall to pieces. */
  private static final int BYTES_FOR_UPDATE = 256;

  /** A frame that had to be smaller, because the window was, pays for nothing. */
  private static final int SMALLEST_OPENING = 16;

  private enum Kind {
    RESET("RST_STREAM"),
    SETTINGS("SETTINGS"),
    PING("PING"),
    PRIORITY("PRIORITY"),
    PRIORITY_UPDATE("PRIORITY_UPDATE"),
    CONTINUATION("CONTINUATION"),
    DATA("empty or unexpected DATA"),
    WINDOW_UPDATE("needless WINDOW_UPDATE"),
    HEADERS("malformed HEADERS"),
    OTHER("unknown");

    private final String name;

    Kind(String name) {
      this.name = name;
    }
  }

  private final int limit;
  private final Consumer<String> exceeded;
  private final LongSupplier nanoTime;
  private final Map<Kind, PerSecond> windows = new ConcurrentHashMap<>();
  private final AtomicLong windowUpdates = new AtomicLong();
  private final AtomicInteger unread = new AtomicInteger();

  // Only the thread that parses the connection uses it.
  private boolean skipping;

  /**
   * Makes counters for a connection.
   *
   * @param limit frames of one kind in a second; 0 for any number
   * @param exceeded hears once what happened
   */
  FrameRates(int limit, Consumer<String> exceeded, LongSupplier nanoTime) {
    this.limit = limit;
    this.exceeded = exceeded;
    this.nanoTime = nanoTime;
  }

  /** While the parser skips what it has read itself, an unknown frame is not one. */
  void skipping(boolean now) {
    skipping = now;
  }

  /**
   * A DATA frame is being sent.
   *
   * @param window what is left of the smaller window after it
   */
  void sendsData(int length, int window) {
    if (length >= SMALLEST_OPENING || window > 0) {
      windowUpdates.addAndGet(UPDATES_FOR_DATA + length / BYTES_FOR_UPDATE);
    }
  }

  /**
   * A SETTINGS frame, counted already, changes the windows of so many streams, all of which may
   * send DATA then. It counts as a frame for each, up to a tenth of what is allowed.
   */
  boolean onWindowChange(int streams) {
    return count(Kind.SETTINGS, Math.min(streams, limit / 10));
  }

  /** An answer to a frame is to be sent; false if too many wait for the client to read. */
  boolean waitsForReader() {
    int now = unread.incrementAndGet();
    if (limit > 0 && now == limit + 1) {
      exceeded.accept("more than " + limit + " answers wait to be read, connection closed");
    }
    return limit == 0 || now <= limit;
  }

  /** It has been sent, or never will be. */
  void hasBeenRead() {
    unread.decrementAndGet();
  }

  /** A PRIORITY_UPDATE frame has come. */
  boolean onPriorityUpdate() {
    return count(Kind.PRIORITY_UPDATE);
  }

  /** A WINDOW_UPDATE frame has come, for whatever stream. */
  boolean onWindowUpdate() {
    return windowUpdates.getAndUpdate(left -> Math.max(0, left - 1)) > 0
        || count(Kind.WINDOW_UPDATE);
  }

  @Override
  public boolean onEvent(Object event) {
    if (event instanceof UnknownFrame && skipping) {
      return true;
    }
    // Jetty counts a WINDOW_UPDATE for a closed stream, which has been counted on its arrival.
    return event instanceof WindowUpdateFrame || count(kind(event));
  }

  private static Kind kind(Object event) {
    if (event instanceof ResetFrame) {
      return Kind.RESET;
    }
    if (event instanceof SettingsFrame) {
      return Kind.SETTINGS;
    }
    if (event instanceof PingFrame) {
      return Kind.PING;
    }
    if (event instanceof PriorityFrame) {
      return Kind.PRIORITY;
    }
    if (event instanceof ContinuationFrame) {
      return Kind.CONTINUATION;
    }
    if (event instanceof DataFrame) {
      return Kind.DATA;
    }
    return event instanceof HeadersFrame ? Kind.HEADERS : Kind.OTHER;
  }

  private boolean count(Kind kind) {
    return count(kind, 1);
  }

  private boolean count(Kind kind, int more) {
    if (limit == 0) {
      return true;
    }
    int frames =
        windows.computeIfAbsent(kind, k -> new PerSecond()).add(more, nanoTime.getAsLong());
    if (frames > limit && frames - more <= limit) {
      exceeded.accept(
          "more than " + limit + " " + kind.name + " frames in a second, connection closed");
    }
    return frames <= limit;
  }
}
