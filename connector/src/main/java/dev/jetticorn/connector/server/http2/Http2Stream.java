package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.request.PrioritizedStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.CloseState;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.frames.FailureFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;

/**
 * An HTTP/2 stream that carries its priority, and knows what its client still owes and whether its
 * request is being handled.
 */
final class Http2Stream extends HTTP2Stream implements PrioritizedStream {
  private final Http2Session session;
  private final HandledStreams handled;
  private final boolean isOversized;

  // Written by the thread that parses the connection, read by those that serve the request.
  private volatile StreamPriority priority = StreamPriority.DEFAULT;
  private volatile RequestUrgency urgency;
  private volatile boolean peerHasEnded;
  private volatile boolean peerHasReset;
  private volatile boolean leftUnanswered;
  private volatile int failedWith = ErrorCode.CANCEL_STREAM_ERROR.code;

  // Written by those that serve the request, read by the thread that parses the connection.
  private volatile boolean hasAnswered;
  private final AtomicInteger pendingWindow = new AtomicInteger();
  private volatile Optional<HttpFields> answer = Optional.empty();
  private volatile Runnable urgencyListener = () -> {};

  /** Written by either of them. */
  private volatile RequestUrgency sendUrgency;

  private final OutgoingData outgoing = new OutgoingData(this);

  /** Belongs to {@link HandledStreams}. */
  HandledStreams.State state = HandledStreams.State.NEW;

  // Only the thread that parses the connection uses it.
  private ContentLength contentLength;

  Http2Stream(Http2Session session, int id, MetaData.Request request, boolean local) {
    super(session, id, request, local);
    this.session = session;
    handled = session.handledStreams();
    isOversized = request instanceof OversizedRequest;
    contentLength = ContentLength.of(request);
    urgency = session.priorities().urgencyOf(request.getHttpFields());
    sendUrgency = urgency;
  }

  @Override
  public StreamPriority priority() {
    return priority;
  }

  @Override
  public RequestUrgency urgency() {
    return urgency;
  }

  @Override
  public void onUrgency(Runnable listener) {
    urgencyListener = listener;
  }

  void priority(StreamPriority latest) {
    priority = latest;
  }

  void urgency(RequestUrgency latest) {
    urgency = latest;
    decideSendUrgency();
    urgencyListener.run();
  }

  /** The header of the response, whose {@code Priority} field counts from now on. */
  void answer(HttpFields fields) {
    answer = Optional.of(fields);
    decideSendUrgency();
  }

  private synchronized void decideSendUrgency() {
    sendUrgency =
        answer.map(fields -> session.priorities().urgencyOf(fields, urgency)).orElse(urgency);
  }

  /** How urgent the response is, as its application or else the client says. */
  RequestUrgency sendUrgency() {
    return sendUrgency;
  }

  @Override
  public boolean wasLeftUnanswered() {
    return leftUnanswered;
  }

  /** What is to be sent; it belongs to the scheduler of the session. */
  OutgoingData outgoing() {
    return outgoing;
  }

  /** Whether the header list was larger than announced. */
  boolean isOversized() {
    return isOversized;
  }

  /** Whether the client has ended or reset the stream. */
  boolean peerHasEnded() {
    return peerHasEnded;
  }

  void peerEnds() {
    peerHasEnded = true;
    closeWhenBothHaveEnded();
  }

  /** How much content the client still owes. */
  ContentLength contentLength() {
    return contentLength;
  }

  void contentLength(ContentLength left) {
    contentLength = left;
  }

  HandledStreams handled() {
    return handled;
  }

  /** The send window once everything that the client has said is done. */
  int expectedSendWindow() {
    // In this order: what is added to the window in between is missed rather than counted twice.
    int pending = pendingWindow.get();
    return updateSendWindow(0) + pending;
  }

  /** The client has opened the window by so much, which is not done at once. */
  void opensWindow(int delta) {
    pendingWindow.addAndGet(delta);
  }

  /** The window is about to be opened by so much. */
  void windowOpens(int delta) {
    pendingWindow.addAndGet(-delta);
  }

  /** Whether the end of the response is on its way. */
  boolean hasAnswered() {
    return hasAnswered;
  }

  void answers() {
    hasAnswered = true;
    closeWhenBothHaveEnded();
  }

  /**
   * Closes a stream whose request nobody reads to its end.
   *
   * <p>Jetty closes it when the end is read. By then the client may have opened the next stream,
   * and be refused because this one is still counted.
   */
  private void closeWhenBothHaveEnded() {
    if (hasAnswered && peerHasEnded && updateClose(true, CloseState.Event.RECEIVED)) {
      session.removeStream(this);
    }
  }

  @Override
  public void process(Frame frame, Callback callback) {
    if (frame.getType() == FrameType.RST_STREAM) {
      peerHasReset = true;
      leftUnanswered = answer.isEmpty();
      peerEnds();
      handled.abandon(this);
    } else if (frame instanceof FailureFrame failure) {
      failedWith = failure.getError();
      leftUnanswered |= session.clientHasLeft() && answer.isEmpty();
      handled.abandon(this);
    }
    super.process(frame, callback);
  }

  @Override
  public void reset(ResetFrame frame, Callback callback) {
    if (peerHasReset) {
      // RFC 9113, 5.4.2: a reset is not answered with another.
      callback.succeeded();
    } else if (isEndOfAnswered(frame)) {
      session.closeEarly(this);
      callback.succeeded();
    } else {
      handled.abandon(this);
      super.reset(withTheCause(frame), callback);
    }
  }

  /** Whether this is how Jetty cancels the rest of a request whose response is complete. */
  private boolean isEndOfAnswered(ResetFrame frame) {
    return hasAnswered
        && !peerHasEnded
        && (isCancel(frame) || frame.getError() == ErrorCode.NO_ERROR.code);
  }

  /** The application that hears of a failure cancels; the client should read what failed. */
  private ResetFrame withTheCause(ResetFrame frame) {
    return isCancel(frame) ? new ResetFrame(getId(), failedWith) : frame;
  }

  private static boolean isCancel(ResetFrame frame) {
    return frame.getError() == ErrorCode.CANCEL_STREAM_ERROR.code;
  }
}
