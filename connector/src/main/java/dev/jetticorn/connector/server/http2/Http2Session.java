package dev.jetticorn.connector.server.http2;

import static dev.jetticorn.connector.settings.LimitSettings.HEADER_TIMEOUT;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.request.PriorityField;
import dev.jetticorn.connector.server.http2.ClosedEarly.Remainder;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.limit.LimitLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.GoAwayFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.WindowUpdateFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerSession;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.MathUtils;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 session that keeps clients to the rules (RFC 9113, 5 and 8), and whose streams know
 * their priority.
 */
final class Http2Session extends HTTP2ServerSession implements Http2Parser.PriorityUpdateListener {
  /** How long a client has to end a stream by itself that is answered already. */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  /** What a client can have sent to it without end, and without any stream. */
  private static final Set<FrameType> ANSWERS =
      Set.of(FrameType.PING, FrameType.SETTINGS, FrameType.RST_STREAM);

  private final Scheduler scheduler;
  private final FrameRates rates;
  private final StrictFlowControl flowControl;
  private final Priorities priorities;
  private final ResponseFrames responses;
  private final HandledStreams handled = new HandledStreams();
  private final ClosedEarly closedEarly = new ClosedEarly();
  private final AtomicInteger lastPushedStream = new AtomicInteger();
  private final AtomicBoolean calmed = new AtomicBoolean();

  /** Written by the thread that parses the connection, read by those that end its streams. */
  private volatile boolean clientHasLeft;

  // Only the thread that parses the connection uses these two.
  private boolean opensEnded;
  private @Nullable Deadline fieldBlock;

  private final LimitLog log;
  private final Duration headerTimeout;
  private final Deadline firstSettings;
  private final Retirement retirement;

  Http2Session(
      Scheduler scheduler,
      EndPoint endPoint,
      Http2Parser parser,
      FrameRates rates,
      Generator generator,
      ServerSessionListener listener,
      StrictFlowControl flowControl,
      Priorities priorities,
      LimitLog log,
      Duration headerTimeout,
      ConnectionLifetime lifetime) {
    super(scheduler, endPoint, parser, generator, listener, flowControl);
    this.scheduler = scheduler;
    this.rates = rates;
    this.flowControl = flowControl;
    this.priorities = priorities;
    this.responses = new ResponseFrames(this, super::frames, priorities);
    this.log = log;
    this.headerTimeout = headerTimeout;
    this.firstSettings = headDeadline("no SETTINGS frame");
    this.retirement = new Retirement(this, scheduler, lifetime);
    parser.tell(this);
  }

  @Override
  public void onSettings(SettingsFrame frame, boolean reply) {
    firstSettings.met();
    boolean isAllowed =
        frame.isReply()
            || priorities.settings(frame.getSettings().get(Priorities.NO_RFC7540_PRIORITIES));
    if (!isAllowed) {
      onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "no_rfc7540_priorities");
      return;
    }
    Integer window = frame.getSettings().get(SettingsFrame.INITIAL_WINDOW_SIZE);
    boolean changesWindows =
        window != null && window != flowControl.getInitialStreamSendWindow() && !frame.isReply();
    if (changesWindows && !rates.onWindowChange(getStreams().size())) {
      calm();
      return;
    }
    super.onSettings(frame, reply);
  }

  @Override
  public void onParsed(boolean inFieldBlock) {
    if (!inFieldBlock && fieldBlock != null) {
      fieldBlock.met();
      fieldBlock = null;
    } else if (inFieldBlock && fieldBlock == null) {
      fieldBlock = headDeadline("no complete field block");
    }
  }

  /** Called when the connection has closed: nothing is waited for any more. */
  void closed() {
    firstSettings.met();
    retirement.closed();
  }

  @Override
  public boolean onIdleTimeout() {
    return !retirement.waitsForStreams() && super.onIdleTimeout();
  }

  private Deadline headDeadline(String missing) {
    return Deadline.after(
        scheduler,
        headerTimeout,
        () -> {
          if (getEndPoint().isOpen()) {
            log.exceeded(
                getEndPoint().getRemoteSocketAddress(),
                missing + " after " + headerTimeout.toSeconds() + " s, connection closed",
                HEADER_TIMEOUT.name());
            disconnectSoon();
            close(
                ErrorCode.ENHANCE_YOUR_CALM_ERROR.code,
                "header_timeout",
                Callback.from(this::disconnect));
          }
        });
  }

  /** Not only when GOAWAY has gone out: a client that does not read would stay. */
  private void disconnectSoon() {
    scheduler.schedule(this::disconnect, 1, TimeUnit.SECONDS);
  }

  HandledStreams handledStreams() {
    return handled;
  }

  /** How many streams may be open, which is fewer while requests of reset streams are handled. */
  @Override
  public int getMaxRemoteStreams() {
    return Math.max(0, super.getMaxRemoteStreams() - handled.abandoned());
  }

  @Override
  protected HTTP2Stream newStream(int streamId, MetaData.Request request, boolean local) {
    Http2Stream stream = new Http2Stream(this, streamId, request, local);
    if (local) {
      lastPushedStream.accumulateAndGet(streamId, Math::max);
      return stream;
    }
    retirement.onRequest();
    priorities.opened(stream);
    if (opensEnded) {
      stream.peerEnds();
    }
    return stream;
  }

  @Override
  public boolean removeStream(Stream stream) {
    if (stream instanceof Http2Stream closed && !closed.peerHasEnded()) {
      closedEarly.add(closed.getId(), Remainder.of(closed));
    }
    boolean isRemoved = super.removeStream(stream);
    if (stream instanceof Http2Stream closed) {
      priorities.closed(closed);
      responses.streamClosed(closed);
    }
    return isRemoved;
  }

  /** Not as Jetty does it: see {@link Retirement#announce}. */
  @Override
  public CompletableFuture<Void> shutdown() {
    return retirement.announce().thenCompose(nothing -> super.shutdown());
  }

  /** Sends GOAWAY past {@link #frames}, which keeps Jetty's own back. */
  void sendGracefulGoAway() {
    super.frames(null, List.of(GoAwayFrame.GRACEFUL), Callback.NOOP);
  }

  @Override
  public void onShutdown() {
    clientHasLeft = true;
    super.onShutdown();
  }

  /** Whether the client has closed the connection. */
  boolean clientHasLeft() {
    return clientHasLeft;
  }

  @Override
  public void disconnect() {
    super.disconnect();
    responses.connectionClosed();
  }

  Priorities priorities() {
    return priorities;
  }

  ResponseFrames responses() {
    return responses;
  }

  /**
   * Closes a stream whose request is answered although it has not ended, and asks the client to end
   * it (RFC 9113, 8.1).
   *
   * <p>Not at once: most clients are about to end it anyway, and the mistakes of the others deserve
   * their own error.
   */
  void closeEarly(Http2Stream stream) {
    for (Stream.Data data = stream.readData(); data != null; data = stream.readData()) {
      data.release();
      if (data.frame().isEndStream()) {
        break;
      }
    }
    stream.close();
    removeStream(stream);
    int streamId = stream.getId();
    var unused =
        scheduler.schedule(
            () ->
                closedEarly
                    .find(streamId)
                    .filter(Remainder::mayReset)
                    .ifPresent(answered -> reset(streamId, ErrorCode.NO_ERROR)),
            PATIENCE.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** Called for what an upgrade brings. */
  @Override
  public void onFrame(Frame frame) {
    super.onFrame(
        frame instanceof HeadersFrame request ? Http2Upgrade.withoutSettings(request) : frame);
  }

  @Override
  public void onHeaders(HeadersFrame frame) {
    int streamId = frame.getStreamId();
    if (!isClientStream(streamId)) {
      super.onHeaders(frame);
    } else if (getStream(streamId) instanceof Http2Stream stream) {
      onTrailers(stream, frame);
    } else if (isIdle(streamId)) {
      onRequest(frame);
    } else {
      onHeadersOfClosedStream(frame);
    }
  }

  private void onHeadersOfClosedStream(HeadersFrame frame) {
    int streamId = frame.getStreamId();
    Optional<Remainder> remainder = closedEarly.find(streamId);
    if (remainder.isEmpty()) {
      onConnectionFailure(ErrorCode.STREAM_CLOSED_ERROR.code, "headers_on_closed_stream");
      return;
    }
    boolean isAllowed = allowTrailers(frame) && remainder.get().takeContent(0, true);
    if (!isAllowed && remainder.get().mayReset()) {
      reset(streamId, ErrorCode.PROTOCOL_ERROR);
    }
    if (frame.isEndStream()) {
      closedEarly.remove(streamId);
    }
  }

  private void onRequest(HeadersFrame frame) {
    int streamId = frame.getStreamId();
    boolean isMalformed =
        dependsOnItself(frame.getPriority())
            || !(frame.getMetaData() instanceof MetaData.Request request)
            || !RequestRules.allow(request, frame.isEndStream());
    if (isMalformed) {
      // The stream is not opened for the application, which would only see it end.
      updateLastRemoteStreamId(streamId);
      if (rates.onEvent(frame)) {
        reset(streamId, ErrorCode.PROTOCOL_ERROR);
      } else {
        calm();
      }
    } else {
      if (frame.getPriority() != null) {
        // Before the stream opens, which reads what is known about the idle stream.
        prioritize(frame.getPriority());
      }
      opensEnded = frame.isEndStream();
      super.onHeaders(frame);
    }
    if (getStream(streamId) == null
        && !frame.isEndStream()
        && closedEarly.find(streamId).isEmpty()) {
      // Malformed or refused.
      closedEarly.add(streamId, Remainder.ofRefused(flowControl.getInitialStreamRecvWindow()));
    }
  }

  private void onTrailers(Http2Stream stream, HeadersFrame frame) {
    if (stream.peerHasEnded() && stream.hasAnswered()) {
      // Closed, but for what is to be done here about it.
      onConnectionFailure(ErrorCode.STREAM_CLOSED_ERROR.code, "headers_on_closed_stream");
    } else if (stream.peerHasEnded()) {
      fail(stream, ErrorCode.STREAM_CLOSED_ERROR, "headers after the end of the stream");
    } else if (allowTrailers(frame) && stream.contentLength().allows(true)) {
      stream.peerEnds();
      super.onHeaders(frame);
    } else {
      fail(stream, ErrorCode.PROTOCOL_ERROR, "malformed trailers");
    }
  }

  private static boolean allowTrailers(HeadersFrame frame) {
    return frame.isEndStream()
        && !dependsOnItself(frame.getPriority())
        && RequestRules.allowTrailers(frame.getMetaData());
  }

  @Override
  public void onData(Stream.Data data) {
    DataFrame frame = data.frame();
    int streamId = frame.getStreamId();
    if (getStream(streamId) instanceof Http2Stream stream && !stream.peerHasEnded()) {
      ContentLength left = stream.contentLength().after(frame.remaining());
      stream.contentLength(left);
      if (!left.allows(frame.isEndStream())) {
        fail(stream, ErrorCode.PROTOCOL_ERROR, "content differs from its length");
      }
      super.onData(data);
      if (frame.isEndStream()) {
        stream.peerEnds();
        // Where it was put if it was answered meanwhile.
        closedEarly.remove(streamId);
      }
      return;
    }
    Optional<Remainder> remainder = closedEarly.find(streamId);
    if (remainder.isPresent()) {
      onDataOfClosedStream(frame, remainder.get());
      return;
    }
    boolean isClosed = getStream(streamId) == null && !isIdle(streamId);
    super.onData(data);
    if (isClosed) {
      reset(streamId, ErrorCode.STREAM_CLOSED_ERROR);
    }
  }

  /**
   * Not counted like other DATA on closed streams: it was on its way, as far as the window goes.
   */
  private void onDataOfClosedStream(DataFrame frame, Remainder remainder) {
    int streamId = frame.getStreamId();
    flowControl.onDataReceived(this, null, frame.flowControlLength());
    if (updateRecvWindow(0) < 0 || !remainder.fitsTheWindow(frame.flowControlLength())) {
      onConnectionFailure(ErrorCode.FLOW_CONTROL_ERROR.code, "window_exceeded");
      return;
    }
    flowControl.onDataConsumed(this, null, frame.flowControlLength());
    if (!remainder.takeContent(frame.remaining(), frame.isEndStream()) && remainder.mayReset()) {
      reset(streamId, ErrorCode.PROTOCOL_ERROR);
    }
    if (frame.isEndStream()) {
      closedEarly.remove(streamId);
    }
  }

  @Override
  public void onReset(ResetFrame frame) {
    closedEarly.remove(frame.getStreamId());
    super.onReset(frame);
  }

  @Override
  public void onWindowUpdate(WindowUpdateFrame frame) {
    int streamId = frame.getStreamId();
    int delta = frame.getWindowDelta();
    if (!rates.onWindowUpdate()) {
      calm();
    } else if (getStream(streamId) instanceof Http2Stream stream) {
      if (MathUtils.sumOverflows(stream.expectedSendWindow(), delta)) {
        onWindowOverflow(stream);
      } else {
        stream.opensWindow(delta);
        super.onWindowUpdate(frame);
      }
    } else {
      super.onWindowUpdate(frame);
      closedEarly
          .find(streamId)
          .filter(remainder -> !remainder.openWindow(delta) && remainder.mayReset())
          .ifPresent(answered -> reset(streamId, ErrorCode.FLOW_CONTROL_ERROR));
    }
  }

  /**
   * A WINDOW_UPDATE frame makes a window larger than it can be (RFC 9113, 6.9.1).
   *
   * @param stream the stream with this window; null for the window of the connection
   */
  void onWindowOverflow(@Nullable Stream stream) {
    if (stream instanceof Http2Stream overflown) {
      fail(overflown, ErrorCode.FLOW_CONTROL_ERROR, "window overflow");
    } else {
      onConnectionFailure(ErrorCode.FLOW_CONTROL_ERROR.code, "window_overflow");
    }
  }

  @Override
  public void onPriority(PriorityFrame frame) {
    super.onPriority(frame);
    int streamId = frame.getStreamId();
    if (!dependsOnItself(frame)) {
      prioritize(frame);
    } else if (getStream(streamId) instanceof Http2Stream stream) {
      fail(stream, ErrorCode.PROTOCOL_ERROR, "the stream depends on itself");
    } else if (isIdle(streamId)) {
      // RST_STREAM may not be sent for an idle stream (RFC 9113, 6.4).
      onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "self_dependency");
    }
  }

  /** RFC 7540, 5.3.1. */
  private static boolean dependsOnItself(@Nullable PriorityFrame priority) {
    return priority != null && priority.getParentStreamId() == priority.getStreamId();
  }

  @Override
  public void onPriorityUpdate(int streamId, String priority) {
    boolean isPush = !isClientStream(streamId);
    if (isPush && isIdle(streamId)) {
      onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "priority_update_for_idle_push");
      return;
    }
    // Text that is no priority changes nothing; RFC 9218, 7 leaves that to us.
    PriorityField.parse(priority).ifPresent(urgency -> updateUrgency(streamId, urgency));
  }

  private void updateUrgency(int streamId, RequestUrgency urgency) {
    if (getStream(streamId) instanceof Http2Stream stream) {
      priorities.update(stream, urgency);
    } else if (isIdle(streamId)) {
      // RFC 9218, 7.1 counts the active streams too. We cannot: the client may have seen the end of
      // a stream that we still hold.
      if (priorities.updateIdle(streamId, urgency) > super.getMaxRemoteStreams()) {
        onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "too_many_prioritized_streams");
      }
    }
  }

  @Override
  public void data(HTTP2Stream stream, DataFrame frame, Callback callback) {
    frames(stream, List.of(frame), callback);
  }

  @Override
  public void frames(
      @Nullable HTTP2Stream stream, List<? extends Frame> frames, Callback callback) {
    if (frames.get(0) == GoAwayFrame.GRACEFUL && retirement.isAnnounced()) {
      // Jetty's own, which comes too late.
      callback.succeeded();
    } else if (ANSWERS.contains(frames.get(0).getType())) {
      answer(stream, frames, callback);
    } else if (stream instanceof Http2Stream ours) {
      responses.send(ours, frames, callback);
    } else {
      super.frames(stream, frames, callback);
    }
  }

  private void answer(
      @Nullable HTTP2Stream stream, List<? extends Frame> frames, Callback callback) {
    if (rates.waitsForReader()) {
      super.frames(stream, frames, Callback.from(callback, rates::hasBeenRead));
    } else {
      callback.failed(new IOException("too many frames wait to be read"));
      calm();
    }
  }

  private void prioritize(PriorityFrame frame) {
    int streamId = frame.getStreamId();
    Http2Stream open = getStream(streamId) instanceof Http2Stream stream ? stream : null;
    if (open != null || (isClientStream(streamId) && isIdle(streamId))) {
      priorities.prioritize(
          streamId,
          open,
          new StreamPriority(frame.getWeight(), frame.getParentStreamId(), frame.isExclusive()));
    }
  }

  private boolean isIdle(int streamId) {
    return isClientStream(streamId)
        ? getStream(streamId) == null && !isRemoteStreamClosed(streamId)
        : streamId > lastPushedStream.get();
  }

  @Override
  public void onStreamFailure(int streamId, int error, String reason) {
    if (getStream(streamId) instanceof Http2Stream stream) {
      fail(stream, error, reason);
    } else if (isIdle(streamId)) {
      onConnectionFailure(error, reason);
    } else if (closedEarly.find(streamId).map(Remainder::mayReset).orElse(true)) {
      reset(streamId, error);
    }
  }

  private void fail(Http2Stream stream, ErrorCode error, String reason) {
    fail(stream, error.code, reason);
  }

  /** Ends an open stream that broke a rule. */
  private void fail(Http2Stream stream, int error, String reason) {
    // Reset first: the application that hears of the failure would reset it with another error.
    stream.reset(new ResetFrame(stream.getId(), error), Callback.NOOP);
    onStreamFailure(stream, error, reason, new IOException(reason), Callback.NOOP);
  }

  private void reset(int streamId, ErrorCode error) {
    reset(streamId, error.code);
  }

  /** Resets a stream that is not open. */
  private void reset(int streamId, int error) {
    ResetFrame frame = new ResetFrame(streamId, error);
    if (rates.onEvent(frame)) {
      frames(null, List.of(frame), Callback.NOOP);
    } else {
      calm();
    }
  }

  private void calm() {
    if (calmed.compareAndSet(false, true)) {
      disconnectSoon();
    }
    onConnectionFailure(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, "frame_rate");
  }
}
