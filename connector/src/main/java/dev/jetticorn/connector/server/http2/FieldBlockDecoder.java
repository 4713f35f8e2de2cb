package dev.jetticorn.connector.server.http2;

import java.util.function.LongSupplier;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * Decodes field blocks.
 *
 * <p>A block is decoded to its end whatever becomes of its request, or the state of the compression
 * would be lost and the connection with it (RFC 9113, 4.3).
 */
final class FieldBlockDecoder {
  /**
   * How many times the announced size a list may have. What is larger is no mistake, and the
   * connection ends.
   */
  static final int FAR_BEYOND = 4;

  private final HpackReader hpack;
  private final long announced;
  private final LongSupplier beginNanoTime;

  /**
   * Makes a decoder.
   *
   * @param agreed holds the table, and what has been agreed about it
   * @param maxHeaderListSize the announced SETTINGS_MAX_HEADER_LIST_SIZE in bytes, 0 for none
   * @param beginNanoTime when the latest frame began
   */
  FieldBlockDecoder(HpackDecoder agreed, int maxHeaderListSize, LongSupplier beginNanoTime) {
    this.hpack = new HpackReader(agreed);
    this.announced = maxHeaderListSize > 0 ? maxHeaderListSize : Integer.MAX_VALUE;
    this.beginNanoTime = beginNanoTime;
  }

  /** Whether so many bytes can only be a block that is far beyond the announced size. */
  boolean isTooLong(int bytes) {
    return bytes > FAR_BEYOND * announced;
  }

  /**
   * Decodes a complete block. Fields that break a rule of HTTP/2 are {@link
   * FieldSection#MALFORMED}.
   *
   * @throws HpackException when the state of the compression is lost
   */
  HeadersFrame decode(FieldBlock block) throws HpackException {
    FieldSection section = new FieldSection(announced, FAR_BEYOND * announced);
    hpack.read(block.bytes(), section);
    return new HeadersFrame(
        block.streamId(),
        section.build(beginNanoTime.getAsLong()),
        block.priority().orElse(null),
        block.endStream());
  }
}
