package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.request.PriorityField;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.eclipse.jetty.http2.api.server.ServerSessionListener;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.generator.Generator;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerSession;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 session whose streams know their priority. */
final class Http2Session extends HTTP2ServerSession implements Http2Parser.PriorityListener {
  /** More idle streams than a client that makes sense speaks of before it opens them. */
  private static final int IDLE_STREAMS = 128;

  // Only the thread that parses the connection uses these two.
  private final IdleStreamPriorities idle = new IdleStreamPriorities(IDLE_STREAMS);
  private int selfDependentStream;

  private final AtomicInteger lastPushedStream = new AtomicInteger();

  Http2Session(
      Scheduler scheduler,
      EndPoint endPoint,
      Http2Parser parser,
      Generator generator,
      ServerSessionListener listener,
      FlowControlStrategy flowControl) {
    super(scheduler, endPoint, parser, generator, listener, flowControl);
    parser.tell(this);
  }

  @Override
  protected HTTP2Stream newStream(int streamId, MetaData.Request request, boolean local) {
    Http2Stream stream = new Http2Stream(this, streamId, request, local);
    if (local) {
      lastPushedStream.accumulateAndGet(streamId, Math::max);
    } else {
      idle.open(stream);
    }
    return stream;
  }

  @Override
  public void onHeaders(HeadersFrame frame) {
    int streamId = frame.getStreamId();
    if (takeSelfDependency(streamId)) {
      HTTP2Stream stream = getStream(streamId);
      if (stream != null) {
        fail(stream);
        return;
      }
      if (isIdle(streamId)) {
        // The stream is not opened for the application, which would only see it end.
        updateLastRemoteStreamId(streamId);
        resetUnopened(streamId);
        return;
      }
    }
    if (frame.getPriority() != null) {
      // Before the stream opens, which reads what is known about the idle stream.
      prioritize(frame.getPriority());
    }
    super.onHeaders(frame);
  }

  @Override
  public void onPriority(PriorityFrame frame) {
    super.onPriority(frame);
    int streamId = frame.getStreamId();
    if (!takeSelfDependency(streamId)) {
      prioritize(frame);
      return;
    }
    HTTP2Stream stream = getStream(streamId);
    if (stream != null) {
      fail(stream);
    } else if (isIdle(streamId)) {
      // RST_STREAM may not be sent for an idle stream (RFC 9113, 6.4).
      onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "self_dependency");
    }
  }

  @Override
  public void onSelfDependency(int streamId) {
    selfDependentStream = streamId;
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
      stream.updatedUrgency(urgency);
    } else if (isIdle(streamId)) {
      idle.urgency(streamId, urgency);
      // RFC 9218, 7.1 counts the active streams too. We cannot: the client may have seen the end of
      // a stream that we still hold.
      if (idle.urgencies() > getMaxRemoteStreams()) {
        onConnectionFailure(ErrorCode.PROTOCOL_ERROR.code, "too_many_prioritized_streams");
      }
    }
  }

  /**
   * Sends frames of one stream; trailers only after all of the data before them.
   *
   * <p>Jetty queues header, data and trailers of a short response together, and when the data waits
   * for the client's window the trailers overtake it.
   */
  @Override
  public void frames(
      @Nullable HTTP2Stream stream, List<? extends Frame> frames, Callback callback) {
    int last = frames.size() - 1;
    if (last > 0
        && frames.get(last).getType() == FrameType.HEADERS
        && frames.get(last - 1).getType() == FrameType.DATA) {
      Callback thenTrailers =
          Callback.from(
              () -> super.frames(stream, frames.subList(last, last + 1), callback),
              callback::failed);
      super.frames(stream, frames.subList(0, last), thenTrailers);
    } else {
      super.frames(stream, frames, callback);
    }
  }

  private void prioritize(PriorityFrame frame) {
    int streamId = frame.getStreamId();
    StreamPriority priority =
        new StreamPriority(frame.getWeight(), frame.getParentStreamId(), frame.isExclusive());
    if (getStream(streamId) instanceof Http2Stream stream) {
      stream.priority(priority);
    } else if (isClientStream(streamId) && isIdle(streamId)) {
      idle.priority(streamId, priority);
    }
  }

  private boolean takeSelfDependency(int streamId) {
    boolean taken = selfDependentStream == streamId;
    selfDependentStream = 0;
    return taken;
  }

  private boolean isIdle(int streamId) {
    return isClientStream(streamId)
        ? getStream(streamId) == null && !isRemoteStreamClosed(streamId)
        : streamId > lastPushedStream.get();
  }

  /** Ends an open stream that was made to depend on itself. */
  private void fail(HTTP2Stream stream) {
    // Reset first: the application that hears of the failure would reset it with another error.
    stream.reset(new ResetFrame(stream.getId(), ErrorCode.PROTOCOL_ERROR.code), Callback.NOOP);
    IOException failure = new IOException("the stream depends on itself");
    onStreamFailure(
        stream, ErrorCode.PROTOCOL_ERROR.code, "self_dependency", failure, Callback.NOOP);
  }

  private void resetUnopened(int streamId) {
    ResetFrame frame = new ResetFrame(streamId, ErrorCode.PROTOCOL_ERROR.code);
    if (getParser().rateControlOnEvent(frame)) {
      frames(null, List.of(frame), Callback.NOOP);
    } else {
      onConnectionFailure(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code, "invalid_rst_stream_frame_rate");
    }
  }
}
