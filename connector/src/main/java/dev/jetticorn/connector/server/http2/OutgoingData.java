package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.nio.channels.WritePendingException;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * What a stream has to send, and what of it is on its way. It belongs to a {@link DataScheduler}
 * and is used with its lock held.
 */
final class OutgoingData {
  /** Who has written so much at once has most likely more to write. */
  private static final int LARGE = 8 * 1024;

  private final Http2Stream stream;

  /** The frame of which something is left to hand over. */
  private @Nullable DataFrame frame;

  /** Of the latest frame, until all of it is written or a part has failed. */
  private Callback callback = Callback.NOOP;

  // One slice at a time: Jetty's flusher may change the order of two when windows shrink.
  private boolean isInFlight;
  private int frameLength;
  private int outsideTheWindow;
  private long lastTurn = -1;

  OutgoingData(Http2Stream stream) {
    this.stream = stream;
  }

  Http2Stream stream() {
    return stream;
  }

  /** Takes the next frame. There is one at a time, as Jetty sees to. */
  void begin(DataFrame next, Callback whenWritten) {
    if (frame != null) {
      throw new WritePendingException();
    }
    frame = next;
    frameLength = next.remaining();
    callback = whenWritten;
  }

  /** Whether there is something to hand over, be it nothing but the end of the stream. */
  boolean isWaiting() {
    return frame != null;
  }

  /** Whether something may be handed over now, as far as this stream is concerned. */
  boolean isReady() {
    return isWaiting() && !isInFlight;
  }

  /** How many bytes there are to hand over. */
  int remaining() {
    return frame == null ? 0 : frame.remaining();
  }

  /**
   * Whether more will follow as soon as what is in flight is written, as far as can be told.
   *
   * <p>Nobody whose turn comes later should slip in between, but nobody waits for a window either.
   */
  boolean isAboutToSend() {
    return isInFlight
        && (isWaiting() || (frameLength >= LARGE && !stream.hasAnswered()))
        && stream.getSendWindow() > 0;
  }

  /** When this stream was last served; smaller is longer ago. */
  long lastTurn() {
    return lastTurn;
  }

  /** Cuts off so many bytes, with the end of the stream if they are the last. */
  DataFrame cut(int length, long turn) {
    DataFrame whole = frame;
    if (whole == null) {
      throw new IllegalStateException("nothing to cut");
    }
    ByteBuffer left = whole.getByteBuffer();
    ByteBuffer slice = left.slice(left.position(), length);
    left.position(left.position() + length);
    boolean isLast = !left.hasRemaining();
    if (isLast) {
      frame = null;
    }
    isInFlight = true;
    outsideTheWindow += length;
    lastTurn = turn;
    return new DataFrame(stream.getId(), slice, isLast && whole.isEndStream());
  }

  /** Bytes in flight were taken from the window. Returns how many of them were missing there. */
  int tookFromWindow(int bytes) {
    int missing = Math.min(bytes, outsideTheWindow);
    outsideTheWindow -= missing;
    return missing;
  }

  /** The slice was written, or has failed. Returns what no window has to give any more. */
  int written() {
    int dropped = outsideTheWindow;
    outsideTheWindow = 0;
    isInFlight = false;
    return dropped;
  }

  /** The callback, which is called once; what is left of its frame is dropped. */
  Callback takeCallback() {
    Callback taken = callback;
    callback = Callback.NOOP;
    frame = null;
    return taken;
  }

  InvocationType invocationType() {
    return callback.getInvocationType();
  }
}
