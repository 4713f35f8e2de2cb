package dev.jetticorn.connector.server.http2;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.CountingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Decides which stream of a connection sends DATA next (RFC 9218, 10, and RFC 7540, 5.3).
 *
 * <p>Nothing overtakes what Jetty's flusher has. So it gets no more than it writes at once: frames
 * are cut into slices, and a slice is handed over when there is room and it is its stream's turn.
 * One turn in sixteen goes to the stream that has waited longest, so that none starves.
 */
final class DataScheduler {
  /** Hands frames of a stream to Jetty's flusher. */
  interface Flusher {
    void send(Http2Stream stream, List<? extends Frame> frames, Callback callback);
  }

  /** How many bytes the flusher may have. */
  private static final int IN_FLIGHT = 32 * 1024;

  /** For less room nothing is cut. */
  private static final int ROOM = 16 * 1024;

  private static final int TURNS_UNTIL_THE_LONGEST_WAIT = 16;

  private final HTTP2Session session;
  private final Flusher flusher;
  private final Supplier<SendOrder> order;

  /** How often somebody asked to proceed; whoever asks first does it for all. */
  private final AtomicInteger asked = new AtomicInteger();

  // Used with the lock of this object held, as is the OutgoingData of each stream.
  private final Set<OutgoingData> active = new LinkedHashSet<>();
  private final List<OutgoingData> candidates = new ArrayList<>();
  private int inFlight;
  private int outsideTheWindow;
  private long turn;

  /**
   * Makes a scheduler.
   *
   * @param order asked for at every turn, and used with the lock of the scheduler held
   */
  DataScheduler(HTTP2Session session, Flusher flusher, Supplier<SendOrder> order) {
    this.session = session;
    this.flusher = flusher;
    this.order = order;
  }

  /** Sends a DATA frame when its turn comes. */
  void send(Http2Stream stream, DataFrame frame, Callback callback) {
    synchronized (this) {
      stream.outgoing().begin(frame, callback);
      active.add(stream.outgoing());
    }
    proceed();
  }

  /** Sends a HEADERS frame at once, and a DATA frame with it or when its turn comes. */
  void send(Http2Stream stream, Frame headers, DataFrame frame, Callback callback) {
    Slice whole = takeAtOnce(stream.outgoing(), frame, callback);
    if (whole != null) {
      flusher.send(stream, List.of(headers, whole.frame), whole);
    } else {
      Callback both = new CountingCallback(callback, 2);
      flusher.send(stream, List.of(headers), both);
      send(stream, frame, both);
    }
  }

  private synchronized @Nullable Slice takeAtOnce(
      OutgoingData data, DataFrame frame, Callback callback) {
    data.begin(frame, callback);
    active.add(data);
    if (next() == data && sendable(data) == frame.remaining()) {
      return cut(data, frame.remaining());
    }
    data.takeCallback();
    active.remove(data);
    return null;
  }

  /** Called when the client has opened a window. */
  void windowOpened() {
    proceed();
  }

  /** Called when bytes of a stream have been taken from its window and the connection's. */
  synchronized void tookFromWindow(Http2Stream stream, int bytes) {
    outsideTheWindow -= stream.outgoing().tookFromWindow(bytes);
  }

  /** Lets the flusher have what is left of a stream that has ended, and so fail it. */
  void release(Http2Stream stream) {
    OutgoingData data = stream.outgoing();
    Slice rest = null;
    synchronized (this) {
      if (data.isWaiting()) {
        rest = cut(data, data.remaining());
      }
    }
    if (rest != null) {
      flusher.send(stream, List.of(rest.frame), rest);
    }
  }

  /** The same for all streams: the connection has ended. */
  void releaseAll() {
    List<OutgoingData> all;
    synchronized (this) {
      all = List.copyOf(active);
    }
    all.forEach(data -> release(data.stream()));
  }

  /**
   * Hands over what may be.
   *
   * <p>Without the lock, which the flusher's must not be taken under: it is held when this is
   * called because a window has opened.
   */
  private void proceed() {
    if (asked.getAndIncrement() != 0) {
      return;
    }
    int answered = 1;
    do {
      for (Slice slice = take(); slice != null; slice = take()) {
        flusher.send(slice.data.stream(), List.of(slice.frame), slice);
      }
      answered = asked.addAndGet(-answered);
    } while (answered != 0);
  }

  private synchronized @Nullable Slice take() {
    OutgoingData data = next();
    return data == null ? null : cut(data, sendable(data));
  }

  /**
   * Whose turn it is; null if there is no room, or nobody can send, or who is first has not yet.
   */
  private @Nullable OutgoingData next() {
    if (IN_FLIGHT - inFlight < ROOM) {
      return null;
    }
    candidates.clear();
    OutgoingData longest = null;
    for (OutgoingData data : active) {
      if (canSend(data)) {
        candidates.add(data);
        if (longest == null || data.lastTurn() < longest.lastTurn()) {
          longest = data;
        }
      } else if (data.isAboutToSend()) {
        candidates.add(data);
      }
    }
    if (longest == null
        || candidates.size() == 1
        || turn % TURNS_UNTIL_THE_LONGEST_WAIT == TURNS_UNTIL_THE_LONGEST_WAIT - 1) {
      return longest;
    }
    OutgoingData first = order.get().first(candidates);
    return canSend(first) ? first : null;
  }

  private boolean canSend(OutgoingData data) {
    return data.isReady() && (data.remaining() == 0 || sendable(data) > 0);
  }

  private int sendable(OutgoingData data) {
    int window =
        Math.min(session.getSendWindow() - outsideTheWindow, data.stream().getSendWindow());
    return Math.max(0, Math.min(Math.min(IN_FLIGHT - inFlight, data.remaining()), window));
  }

  private Slice cut(OutgoingData data, int length) {
    Slice slice = new Slice(data, data.cut(length, turn), length);
    turn++;
    inFlight += length;
    outsideTheWindow += length;
    order.get().sent(data, length);
    return slice;
  }

  /** What the flusher has got. */
  private final class Slice implements Callback {
    private final OutgoingData data;
    private final DataFrame frame;
    private final int length;
    private final boolean isLast;

    // Called with the lock held.
    Slice(OutgoingData data, DataFrame frame, int length) {
      this.data = data;
      this.frame = frame;
      this.length = length;
      this.isLast = !data.isWaiting();
    }

    @Override
    public void succeeded() {
      if (isLast) {
        // First: most likely it sends more, and otherwise would lose its turn.
        takeCallback().succeeded();
      }
      written();
    }

    @Override
    public void failed(Throwable failure) {
      takeCallback().failed(failure);
      written();
    }

    private Callback takeCallback() {
      synchronized (DataScheduler.this) {
        return data.takeCallback();
      }
    }

    private void written() {
      synchronized (DataScheduler.this) {
        inFlight -= length;
        outsideTheWindow -= data.written();
        if (!data.isWaiting()) {
          active.remove(data);
        }
      }
      proceed();
    }

    @Override
    public InvocationType getInvocationType() {
      synchronized (DataScheduler.this) {
        return isLast ? data.invocationType() : InvocationType.NON_BLOCKING;
      }
    }
  }
}
