package dev.jetticorn.connector.server.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;

/** Counts what ends streams and connections of HTTP/2, and knows the connections that are open. */
public final class Http2Counts
    implements HTTP2Session.FrameListener, HTTP2Session.LifeCycleListener {
  /** By their codes (RFC 9113, section 7). */
  private static final List<String> ERRORS =
      List.of(
          "NO_ERROR",
          "PROTOCOL_ERROR",
          "INTERNAL_ERROR",
          "FLOW_CONTROL_ERROR",
          "SETTINGS_TIMEOUT",
          "STREAM_CLOSED",
          "FRAME_SIZE_ERROR",
          "REFUSED_STREAM",
          "CANCEL",
          "COMPRESSION_ERROR",
          "CONNECT_ERROR",
          "ENHANCE_YOUR_CALM",
          "INADEQUATE_SECURITY",
          "HTTP_1_1_REQUIRED");

  /** A client may send any other number. */
  private static final String UNKNOWN = "unknown";

  private final ErrorCounts resets = new ErrorCounts();
  private final ErrorCounts goAways = new ErrorCounts();
  private final Set<HTTP2Session> open = ConcurrentHashMap.newKeySet();

  @Override
  public void onIncomingFrame(Session session, Frame frame) {
    count(frame, false);
  }

  @Override
  public void onOutgoingFrame(Session session, Frame frame) {
    count(frame, true);
  }

  private void count(Frame frame, boolean sent) {
    if (frame instanceof ResetFrame reset) {
      resets.add(reset.getError(), sent);
    } else if (frame instanceof GoAwayFrame goAway) {
      goAways.add(goAway.getError(), sent);
    }
  }

  @Override
  public void onOpen(Session session) {
    if (session instanceof HTTP2Session opened) {
      open.add(opened);
    }
  }

  @Override
  public void onClose(Session session) {
    open.remove(session);
  }

  /** How many connections of HTTP/2 are open. */
  public int connections() {
    return open.size();
  }

  /** How many streams they have. */
  public int streams() {
    return open.stream().mapToInt(HTTP2Session::getStreamCount).sum();
  }

  /** RST_STREAM frames by error. */
  List<Total> resets() {
    return resets.totals();
  }

  /** GOAWAY frames by error. */
  List<Total> goAways() {
    return goAways.totals();
  }

  /**
   * How many frames had an error.
   *
   * @param error its name in RFC 9113, section 7, such as {@code REFUSED_STREAM}
   * @param sent by us, or by clients
   */
  record Total(String error, boolean sent, long count) {}

  private static final class ErrorCounts {
    private final LongAdder[] sent = adders();
    private final LongAdder[] received = adders();

    private static LongAdder[] adders() {
      LongAdder[] adders = new LongAdder[ERRORS.size() + 1];
      Arrays.setAll(adders, i -> new LongAdder());
      return adders;
    }

    void add(int error, boolean bySelf) {
      int index = error < 0 || error > ERRORS.size() ? ERRORS.size() : error;
      (bySelf ? sent : received)[index].increment();
    }

    List<Total> totals() {
      List<Total> totals = new ArrayList<>();
      for (int i = 0; i < sent.length; i++) {
        String name = i < ERRORS.size() ? ERRORS.get(i) : UNKNOWN;
        totals.add(new Total(name, true, sent[i].sum()));
        totals.add(new Total(name, false, received[i].sum()));
      }
      return totals;
    }
  }
}
