package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.Flags;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.UnknownFrame;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RateControl;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, with PRIORITY_UPDATE frames (RFC 9218, 7.1) and with a stream that depends on
 * itself as an error of that stream (RFC 7540, 5.3.1).
 *
 * <p>It looks at the bytes on their way to Jetty's parser, which keeps what it has read to itself.
 */
final class Http2Parser extends ServerParser {
  /** What only this parser reports. */
  interface PriorityListener {
    /** A PRIORITY_UPDATE frame for a stream. */
    void onPriorityUpdate(int streamId, String priority);

    /** The HEADERS or PRIORITY frame that is reported next makes its stream depend on itself. */
    void onSelfDependency(int streamId);
  }

  private static final int PRIORITY_UPDATE = 0x10;
  private static final int HEADER_BYTES = 9;
  private static final int STREAM_ID_BYTES = 4;

  /** {@code u=1, i} and a good many members that nobody knows yet. */
  private static final int MAX_PRIORITY_BYTES = 512;

  private final PriorityRates rates;
  private @Nullable PriorityListener listener;

  // The frame being parsed. Only the thread that parses the connection is here.
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerBytes;
  private boolean inBody;
  private int length;
  private int streamId;
  private int bodyBytes;
  private int dependencyBytes;
  private int dependency;
  private final byte[] update = new byte[STREAM_ID_BYTES + MAX_PRIORITY_BYTES];

  private Http2Parser(ByteBufferPool buffers, int maxHeaderListSize, PriorityRates rates) {
    super(buffers, maxHeaderListSize, rates);
    this.rates = rates;
  }

  static Http2Parser create(ByteBufferPool buffers, int maxHeaderListSize, RateControl rates) {
    return new Http2Parser(buffers, maxHeaderListSize, new PriorityRates(rates));
  }

  void tell(PriorityListener session) {
    listener = session;
  }

  @Override
  protected boolean parseHeader(ByteBuffer buffer) {
    if (inBody) {
      // ServerParser comes here again when the client's first SETTINGS frame arrives in pieces, and
      // would take the first bytes of the body for a stream id.
      return true;
    }
    int count = Math.min(HEADER_BYTES - headerBytes, buffer.remaining());
    buffer.get(buffer.position(), header, headerBytes, count);
    headerBytes += count;
    if (!super.parseHeader(buffer)) {
      return false;
    }
    ByteBuffer frame = ByteBuffer.wrap(header);
    length = frame.getInt(0) >>> 8;
    streamId = frame.getInt(HEADER_BYTES - STREAM_ID_BYTES) & Integer.MAX_VALUE;
    headerBytes = 0;
    bodyBytes = 0;
    dependencyBytes = 0;
    dependency = 0;
    inBody = true;
    return true;
  }

  @Override
  protected boolean parseBody(ByteBuffer buffer) {
    int type = getFrameType();
    boolean isUpdate = type == PRIORITY_UPDATE;
    if (isUpdate) {
      keepUpdate(buffer);
    } else if (type == FrameType.PRIORITY.getType()) {
      watchDependency(buffer, 0);
    } else if (type == FrameType.HEADERS.getType() && hasFlag(Flags.PRIORITY)) {
      watchDependency(buffer, hasFlag(Flags.PADDING) ? 1 : 0);
    }
    int before = buffer.remaining();
    rates.isPriorityUpdate = isUpdate;
    if (!super.parseBody(buffer)) {
      bodyBytes += before - buffer.remaining();
      return false;
    }
    inBody = false;
    return !isUpdate || reportUpdate(buffer);
  }

  private void keepUpdate(ByteBuffer buffer) {
    int kept = Math.min(length, update.length);
    int count = Math.min(kept - bodyBytes, buffer.remaining());
    if (count > 0) {
      buffer.get(buffer.position(), update, bodyBytes, count);
    }
  }

  private boolean reportUpdate(ByteBuffer buffer) {
    if (streamId != 0) {
      return fail(buffer, ErrorCode.PROTOCOL_ERROR, "priority_update_on_a_stream");
    }
    if (length < STREAM_ID_BYTES) {
      return fail(buffer, ErrorCode.FRAME_SIZE_ERROR, "invalid_priority_update_frame");
    }
    int prioritized = ByteBuffer.wrap(update).getInt(0) & Integer.MAX_VALUE;
    if (prioritized == 0) {
      return fail(buffer, ErrorCode.PROTOCOL_ERROR, "priority_update_for_stream_0");
    }
    // What is longer is no priority that anybody knows, and skipped like an unknown frame.
    if (length <= update.length && listener != null) {
      String priority =
          new String(
              update, STREAM_ID_BYTES, length - STREAM_ID_BYTES, StandardCharsets.ISO_8859_1);
      listener.onPriorityUpdate(prioritized, priority);
    }
    return true;
  }

  /**
   * Watches the four bytes of a stream dependency go by.
   *
   * <p>Jetty ends the connection when a stream depends on itself. So that it does not, the last bit
   * of such a dependency is changed under its eyes; the session then deals with the stream.
   */
  private void watchDependency(ByteBuffer buffer, int offset) {
    while (dependencyBytes < STREAM_ID_BYTES) {
      int ahead = offset + dependencyBytes - bodyBytes;
      if (ahead >= Math.min(length - bodyBytes, buffer.remaining())) {
        return;
      }
      int index = buffer.position() + ahead;
      byte octet = buffer.get(index);
      dependency = (dependency << 8) | (octet & 0xFF);
      dependencyBytes++;
      boolean isSelf = (dependency & Integer.MAX_VALUE) == streamId && streamId != 0;
      if (dependencyBytes == STREAM_ID_BYTES && isSelf && listener != null) {
        buffer.put(index, (byte) (octet ^ 1));
        listener.onSelfDependency(streamId);
      }
    }
  }

  private boolean fail(ByteBuffer buffer, ErrorCode error, String reason) {
    BufferUtil.clear(buffer);
    notifyConnectionFailure(error.code, reason);
    return false;
  }

  /**
   * Counts priority frames apart from the frames that are a sign of an attack.
   *
   * <p>The tree of nghttp and the updates of a browser that scrolls would use up the latter. What a
   * priority frame costs us is one entry in a small map, so it may come more often.
   */
  private static final class PriorityRates implements RateControl {
    private static final int PRIORITY_FRAMES_PER_SECOND = 1_000;

    private final RateControl others;
    private final RateControl priorities =
        new WindowRateControl(PRIORITY_FRAMES_PER_SECOND, Duration.ofSeconds(1));

    /** Jetty says no more about a PRIORITY_UPDATE frame than that it does not know it. */
    private volatile boolean isPriorityUpdate;

    PriorityRates(RateControl others) {
      this.others = others;
    }

    @Override
    public boolean onEvent(Object event) {
      // Threads that reset streams count here as well, while the parser is at any frame.
      boolean isPriority =
          event instanceof PriorityFrame || (isPriorityUpdate && event instanceof UnknownFrame);
      return isPriority ? priorities.onEvent(event) : others.onEvent(event);
    }
  }
}
