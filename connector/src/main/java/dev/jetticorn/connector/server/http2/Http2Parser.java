package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.Flags;
import org.eclipse.jetty.http2.frames.ContinuationFrame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.eclipse.jetty.http2.parser.ServerParser;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Jetty's parser, but for the frames that Jetty does not read as we need them: HEADERS and
 * CONTINUATION, so that a field block is decoded whatever becomes of its request; PRIORITY, so that
 * a stream that depends on itself is an error of that stream; PRIORITY_UPDATE (RFC 9218, 7.1).
 *
 * <p>The payload of such a frame is kept until it is complete. Jetty's parser, which has to know
 * where the frame ends, skips it like that of an unknown frame.
 */
final class Http2Parser extends ServerParser {
  /** What only this parser reports. */
  interface PriorityUpdateListener {
    /** A PRIORITY_UPDATE frame for a stream. */
    void onPriorityUpdate(int streamId, String priority);

    /** All that had arrived is parsed, and ends inside a field block or does not. */
    default void onParsed(boolean inFieldBlock) {}
  }

  private static final int PRIORITY_UPDATE = 0x10;

  /** A type that no frame has: it makes Jetty skip the payload. */
  private static final int SKIPPED = 0x100;

  private static final int HEADER_BYTES = 9;
  private static final int FLAGS = 4;
  private static final int STREAM_ID_BYTES = 4;

  /** {@code u=1, i} and a good many members that nobody knows yet. */
  private static final int MAX_PRIORITY_BYTES = 512;

  private final FrameRates rates;
  private final FieldBlockDecoder decoder;
  private final boolean readsPriorityUpdates;
  private @Nullable PriorityUpdateListener priorityUpdates;

  // Only the thread that parses the connection is here.
  private final byte[] header = new byte[HEADER_BYTES];
  private int headerBytes;
  private boolean inBody;
  private int length;
  private int streamId;
  private boolean paddingSeen;
  private boolean skipping;
  private ByteBuffer payload = BufferUtil.EMPTY_BUFFER;
  private @Nullable FieldBlock block;

  /**
   * Makes a parser.
   *
   * @param maxHeaderListSize the announced SETTINGS_MAX_HEADER_LIST_SIZE in bytes, 0 for none
   * @param readsPriorityUpdates whether a PRIORITY_UPDATE frame is not like an unknown one
   */
  Http2Parser(
      ByteBufferPool buffers,
      int maxHeaderListSize,
      FrameRates rates,
      boolean readsPriorityUpdates) {
    super(buffers, maxHeaderListSize, rates);
    this.rates = rates;
    this.readsPriorityUpdates = readsPriorityUpdates;
    this.decoder =
        new FieldBlockDecoder(getHpackDecoder(), maxHeaderListSize, this::getBeginNanoTime);
  }

  void tell(PriorityUpdateListener session) {
    priorityUpdates = session;
  }

  @Override
  public void parse(ByteBuffer buffer) {
    super.parse(buffer);
    if (priorityUpdates != null && !buffer.hasRemaining()) {
      priorityUpdates.onParsed(
          block != null || (inBody && super.getFrameType() == FrameType.HEADERS.getType()));
    }
  }

  @Override
  protected int getFrameType() {
    return skipping ? SKIPPED : super.getFrameType();
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
    paddingSeen = false;
    if (isOurs(getFrameType())) {
      Optional<Violation> violation = violationOfLength();
      if (violation.isPresent()) {
        return fail(buffer, violation.get());
      }
      payload = ByteBuffer.allocate(keptBytes());
    }
    inBody = true;
    return true;
  }

  /** Like {@link #hasFlag}, which knows nothing any more when the payload has been skipped. */
  private boolean isFlagged(int flag) {
    return (header[FLAGS] & flag) != 0;
  }

  private boolean isOurs(int type) {
    return type == FrameType.HEADERS.getType()
        || type == FrameType.CONTINUATION.getType()
        || type == FrameType.PRIORITY.getType()
        || (readsPriorityUpdates && type == PRIORITY_UPDATE);
  }

  /** What can be said against a frame of ours before its payload is there. */
  private Optional<Violation> violationOfLength() {
    int type = getFrameType();
    if (type == FrameType.PRIORITY.getType() && length != PriorityFrame.PRIORITY_LENGTH) {
      return Violation.of(ErrorCode.FRAME_SIZE_ERROR, "invalid_priority_frame");
    }
    if (type == PRIORITY_UPDATE) {
      return length < STREAM_ID_BYTES
          ? Violation.of(ErrorCode.FRAME_SIZE_ERROR, "invalid_priority_update_frame")
          : Optional.empty();
    }
    if (type != FrameType.PRIORITY.getType() && decoder.isTooLong(length)) {
      return Violation.of(ErrorCode.ENHANCE_YOUR_CALM_ERROR, "field_block_too_long");
    }
    return Optional.empty();
  }

  /** All of the payload, but of a priority no more than one could have. */
  private int keptBytes() {
    return getFrameType() == PRIORITY_UPDATE
        ? Math.min(length, STREAM_ID_BYTES + MAX_PRIORITY_BYTES)
        : length;
  }

  @Override
  protected boolean parseBody(ByteBuffer buffer) {
    int type = getFrameType();
    if (!isOurs(type)) {
      if (type == FrameType.DATA.getType()) {
        Optional<Violation> violation = violationOfPadding(buffer);
        if (violation.isPresent()) {
          return fail(buffer, violation.get());
        }
      }
      inBody = !super.parseBody(buffer);
      return !inBody;
    }
    int count = Math.min(payload.remaining(), buffer.remaining());
    payload.put(buffer.slice(buffer.position(), count));
    skipping = true;
    rates.skipping(true);
    boolean complete = super.parseBody(buffer);
    rates.skipping(false);
    skipping = false;
    if (!complete) {
      return false;
    }
    inBody = false;
    Optional<Violation> violation = read(type, payload.flip());
    payload = BufferUtil.EMPTY_BUFFER;
    return violation.isEmpty() || fail(buffer, violation.get());
  }

  /** Padding that is longer than its frame (RFC 9113, 6.1); the payload has not been read yet. */
  private Optional<Violation> violationOfPadding(ByteBuffer buffer) {
    if (!isFlagged(Flags.PADDING) || paddingSeen) {
      return Optional.empty();
    }
    if (length == 0) {
      return Violation.of(ErrorCode.FRAME_SIZE_ERROR, "padding_without_length");
    }
    if (!buffer.hasRemaining()) {
      return Optional.empty();
    }
    paddingSeen = true;
    int padding = buffer.get(buffer.position()) & 0xFF;
    return padding >= length
        ? Violation.of(ErrorCode.PROTOCOL_ERROR, "padding_longer_than_frame")
        : Optional.empty();
  }

  private Optional<Violation> read(int type, ByteBuffer payload) {
    if (type == PRIORITY_UPDATE) {
      return readPriorityUpdate(payload);
    }
    if (streamId == 0) {
      return Violation.of(ErrorCode.PROTOCOL_ERROR, "frame_without_stream");
    }
    if (type == FrameType.PRIORITY.getType()) {
      return readPriority(payload);
    }
    return type == FrameType.HEADERS.getType() ? readHeaders(payload) : readContinuation(payload);
  }

  private Optional<Violation> readPriorityUpdate(ByteBuffer payload) {
    if (!rates.onPriorityUpdate()) {
      return Violation.of(ErrorCode.ENHANCE_YOUR_CALM_ERROR, "priority_update_frame_rate");
    }
    if (streamId != 0) {
      return Violation.of(ErrorCode.PROTOCOL_ERROR, "priority_update_on_a_stream");
    }
    int prioritized = payload.getInt() & Integer.MAX_VALUE;
    if (prioritized == 0) {
      return Violation.of(ErrorCode.PROTOCOL_ERROR, "priority_update_for_stream_0");
    }
    // What is longer is no priority that anybody knows, and skipped like an unknown frame.
    if (length <= STREAM_ID_BYTES + MAX_PRIORITY_BYTES && priorityUpdates != null) {
      priorityUpdates.onPriorityUpdate(
          prioritized, StandardCharsets.ISO_8859_1.decode(payload).toString());
    }
    return Optional.empty();
  }

  private Optional<Violation> readPriority(ByteBuffer payload) {
    PriorityFrame frame = priority(payload);
    if (!rates.onEvent(frame)) {
      return Violation.of(ErrorCode.ENHANCE_YOUR_CALM_ERROR, "priority_frame_rate");
    }
    getListener().onPriority(frame);
    return Optional.empty();
  }

  private PriorityFrame priority(ByteBuffer payload) {
    int dependency = payload.getInt();
    int weight = (payload.get() & 0xFF) + 1;
    return new PriorityFrame(streamId, dependency & Integer.MAX_VALUE, weight, dependency < 0);
  }

  /** RFC 9113, 6.2. */
  private Optional<Violation> readHeaders(ByteBuffer payload) {
    int padding = 0;
    if (isFlagged(Flags.PADDING)) {
      if (!payload.hasRemaining()) {
        return Violation.of(ErrorCode.FRAME_SIZE_ERROR, "padding_without_length");
      }
      padding = payload.get() & 0xFF;
    }
    Optional<PriorityFrame> priority = Optional.empty();
    if (isFlagged(Flags.PRIORITY)) {
      if (payload.remaining() < PriorityFrame.PRIORITY_LENGTH) {
        return Violation.of(ErrorCode.FRAME_SIZE_ERROR, "invalid_headers_priority");
      }
      priority = Optional.of(priority(payload));
    }
    if (padding > payload.remaining()) {
      return Violation.of(ErrorCode.PROTOCOL_ERROR, "padding_longer_than_frame");
    }
    payload.limit(payload.limit() - padding);
    FieldBlock begun = new FieldBlock(streamId, isFlagged(Flags.END_STREAM), priority, payload);
    if (!isFlagged(Flags.END_HEADERS)) {
      block = begun;
      return Optional.empty();
    }
    return decode(begun);
  }

  /** RFC 9113, 6.10. Jetty has seen to it that a block was begun. */
  private Optional<Violation> readContinuation(ByteBuffer payload) {
    FieldBlock begun = block;
    if (begun == null || begun.streamId() != streamId) {
      return Violation.of(ErrorCode.PROTOCOL_ERROR, "continuation_of_another_stream");
    }
    if (!rates.onEvent(new ContinuationFrame(streamId, isFlagged(Flags.END_HEADERS)))) {
      return Violation.of(ErrorCode.ENHANCE_YOUR_CALM_ERROR, "continuation_frame_rate");
    }
    if (decoder.isTooLong(begun.length() + payload.remaining())) {
      return Violation.of(ErrorCode.ENHANCE_YOUR_CALM_ERROR, "field_block_too_long");
    }
    begun.append(payload);
    if (!isFlagged(Flags.END_HEADERS)) {
      return Optional.empty();
    }
    block = null;
    return decode(begun);
  }

  private Optional<Violation> decode(FieldBlock complete) {
    HeadersFrame frame;
    try {
      frame = decoder.decode(complete);
    } catch (HpackException e) {
      return Violation.of(ErrorCode.COMPRESSION_ERROR, "invalid_field_block");
    }
    getListener().onHeaders(frame);
    return Optional.empty();
  }

  private boolean fail(ByteBuffer buffer, Violation violation) {
    BufferUtil.clear(buffer);
    notifyConnectionFailure(violation.error().code, violation.reason());
    return false;
  }

  /** Why a connection has to end. */
  private record Violation(ErrorCode error, String reason) {
    static Optional<Violation> of(ErrorCode error, String reason) {
      return Optional.of(new Violation(error, reason));
    }
  }
}
