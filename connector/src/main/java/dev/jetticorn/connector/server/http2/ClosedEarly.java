package dev.jetticorn.connector.server.http2;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.util.MathUtils;

/**
 * Streams that the server closed or refused while the client had not ended them.
 *
 * <p>What the client had sent before it heard of that is no error (RFC 9113, 5.1). The streams that
 * are longest closed are forgotten.
 */
final class ClosedEarly {
  private static final int REMEMBERED = 1_000;

  // Used with the lock of this object held.
  private final Map<Integer, Remainder> streams =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Remainder> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized void add(int streamId, Remainder remainder) {
    streams.put(streamId, remainder);
  }

  synchronized Optional<Remainder> find(int streamId) {
    return Optional.ofNullable(streams.get(streamId));
  }

  /** The client has ended it as well. */
  synchronized void remove(int streamId) {
    streams.remove(streamId);
  }

  /**
   * What may still come on a stream.
   *
   * <p>While the client has not been told to stop, it is kept to the rules as if the stream were
   * open. Mistakes of a client that has been told are not worth a frame.
   */
  static final class Remainder {
    // All are used with the lock of this object held.
    private ContentLength content;
    private int receiveWindow;
    private int sendWindow;
    private boolean isReset;

    private Remainder(ContentLength content, int receiveWindow, int sendWindow, boolean isReset) {
      this.content = content;
      this.receiveWindow = receiveWindow;
      this.sendWindow = sendWindow;
      this.isReset = isReset;
    }

    /**
     * Of a stream that was never opened, and whose RST_STREAM frame is on its way to the client.
     *
     * @param receiveWindow how many bytes the client may have sent meanwhile
     */
    static Remainder ofRefused(int receiveWindow) {
      return new Remainder(ContentLength.ANY, receiveWindow, 0, true);
    }

    /** Of a stream that has been open. */
    static Remainder of(Http2Stream stream) {
      return new Remainder(
          stream.contentLength(),
          stream.updateRecvWindow(0),
          stream.expectedSendWindow(),
          stream.isReset());
    }

    /** Takes the right to reset the stream, which there is once. */
    synchronized boolean mayReset() {
      boolean first = !isReset;
      isReset = true;
      return first;
    }

    /** A frame has come that takes so much of the window; false if that is more than there is. */
    synchronized boolean fitsTheWindow(int bytes) {
      receiveWindow -= bytes;
      return receiveWindow >= 0;
    }

    /** Content has come; false if it does not fit its length. */
    synchronized boolean takeContent(int bytes, boolean isLast) {
      content = content.after(bytes);
      return isReset || content.allows(isLast);
    }

    /** The client opens the window; false if that makes it too large. */
    synchronized boolean openWindow(int delta) {
      if (MathUtils.sumOverflows(sendWindow, delta)) {
        return isReset;
      }
      sendWindow += delta;
      return true;
    }
  }
}
