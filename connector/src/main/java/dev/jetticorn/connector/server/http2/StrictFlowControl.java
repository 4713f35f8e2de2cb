package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.server.limit.DataCount;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http2.BufferingFlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.util.MathUtils;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's flow control, which here notices a window that becomes larger than it can be (RFC 9113,
 * 6.9.1 and 6.9.2).
 *
 * <p>It looks where the windows are changed, and not where the frames arrive: several may be on
 * their way from there to here.
 */
final class StrictFlowControl extends BufferingFlowControlStrategy implements DataCount {
  private static final float RATIO_TO_BUFFER = 0.5f;

  private final FrameRates rates;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();

  StrictFlowControl(FrameRates rates) {
    super(RATIO_TO_BUFFER);
    this.rates = rates;
  }

  @Override
  protected void updateWindow(Session session, Stream stream, WindowUpdateFrame frame) {
    super.updateWindow(
        session, stream, new InitialWindowChange(frame.getStreamId(), frame.getWindowDelta()));
  }

  @Override
  public void onWindowUpdate(Session session, @Nullable Stream stream, WindowUpdateFrame frame) {
    if (stream instanceof Http2Stream ours && !(frame instanceof InitialWindowChange)) {
      ours.windowOpens(frame.getWindowDelta());
    }
    if (overflows(session, stream, frame)) {
      ((Http2Session) session)
          .onWindowOverflow(frame instanceof InitialWindowChange ? null : stream);
    } else {
      super.onWindowUpdate(session, stream, frame);
      ((Http2Session) session).responses().windowOpened();
    }
  }

  @Override
  public void onDataSending(Stream stream, int length) {
    super.onDataSending(stream, length);
    int left =
        Math.min(
            ((HTTP2Stream) stream).updateSendWindow(0),
            ((HTTP2Session) stream.getSession()).updateSendWindow(0));
    rates.sendsData(length, left);
    if (stream instanceof Http2Stream ours) {
      ((Http2Session) ours.getSession()).responses().tookFromWindow(ours, length);
    }
  }

  @Override
  public void onDataSent(Stream stream, int length) {
    super.onDataSent(stream, length);
    sent.addAndGet(length);
  }

  @Override
  public void onDataReceived(Session session, @Nullable Stream stream, int length) {
    super.onDataReceived(session, stream, length);
    received.addAndGet(length);
  }

  @Override
  public long dataSent() {
    return sent.get();
  }

  @Override
  public long dataReceived() {
    return received.get();
  }

  private static boolean overflows(
      Session session, @Nullable Stream stream, WindowUpdateFrame frame) {
    if (frame.getStreamId() == 0) {
      return MathUtils.sumOverflows(
          ((HTTP2Session) session).updateSendWindow(0), frame.getWindowDelta());
    }
    // The stream may have been removed meanwhile.
    return stream != null
        && MathUtils.sumOverflows(
            ((HTTP2Stream) stream).updateSendWindow(0), frame.getWindowDelta());
  }

  /** What a change of SETTINGS_INITIAL_WINDOW_SIZE does to a stream that is open. */
  private static final class InitialWindowChange extends WindowUpdateFrame {
    InitialWindowChange(int streamId, int delta) {
      super(streamId, delta);
    }
  }
}
