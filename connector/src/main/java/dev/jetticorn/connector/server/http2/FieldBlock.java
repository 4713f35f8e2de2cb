package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.eclipse.jetty.http2.frames.PriorityFrame;

/** A field block that comes in a HEADERS frame and any number of CONTINUATION frames. */
final class FieldBlock {
  private final int streamId;
  private final boolean endStream;
  private final Optional<PriorityFrame> priority;
  private ByteBuffer fragments;

  /** A block that begins with the fragment of a HEADERS frame, which is not copied. */
  FieldBlock(
      int streamId, boolean endStream, Optional<PriorityFrame> priority, ByteBuffer fragment) {
    this.streamId = streamId;
    this.endStream = endStream;
    this.priority = priority;
    this.fragments = fragment;
  }

  int streamId() {
    return streamId;
  }

  boolean endStream() {
    return endStream;
  }

  Optional<PriorityFrame> priority() {
    return priority;
  }

  /** In bytes, so far. */
  int length() {
    return fragments.remaining();
  }

  /** Adds the fragment of a CONTINUATION frame. */
  void append(ByteBuffer fragment) {
    if (fragments.capacity() - fragments.limit() < fragment.remaining()) {
      int needed = fragments.remaining() + fragment.remaining();
      fragments = ByteBuffer.allocate(2 * needed).put(fragments).flip();
    }
    int end = fragments.limit();
    fragments.limit(end + fragment.remaining()).put(end, fragment, 0, fragment.remaining());
  }

  /** What has come so far. */
  ByteBuffer bytes() {
    return fragments;
  }
}
