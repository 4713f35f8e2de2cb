package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * Decodes field blocks.
 *
 * <p>A block whose list of fields is too large is decoded nevertheless, or the state of the
 * compression would be lost and the connection with it (RFC 9113, 4.3). What it holds is thrown
 * away, so that a request which gets 431 costs no memory while it waits for it.
 */
final class FieldBlockDecoder {
  /**
   * How many times the announced size a list may have. What is larger is no mistake, and the
   * connection ends.
   */
  static final int FAR_BEYOND = 4;

  /** What each field counts for in a list, beside its name and value (RFC 9113, 6.5.2). */
  private static final int FIELD_OVERHEAD = 32;

  private final HpackDecoder hpack;
  private final int maxHeaderListSize;

  FieldBlockDecoder(HpackDecoder hpack, int maxHeaderListSize) {
    this.hpack = hpack;
    this.maxHeaderListSize = maxHeaderListSize;
  }

  /** Whether so many bytes can only be a block that is far beyond the announced size. */
  boolean isTooLong(int bytes) {
    return maxHeaderListSize > 0 && bytes > largest();
  }

  private int largest() {
    return (int) Math.min(Integer.MAX_VALUE, (long) FAR_BEYOND * maxHeaderListSize);
  }

  /**
   * Decodes a complete block. A list that breaks a rule of HTTP/2 is a {@link MetaData.Failed}.
   *
   * @throws HpackException when the state of the compression is lost
   */
  HeadersFrame decode(FieldBlock block) throws HpackException {
    PriorityFrame priority = block.priority().orElse(null);
    return new HeadersFrame(block.streamId(), fields(block.bytes()), priority, block.endStream());
  }

  private MetaData fields(ByteBuffer block) throws HpackException {
    // Jetty sets it to what it announces whenever it sends SETTINGS.
    hpack.setMaxHeaderListSize(largest());
    try {
      MetaData fields = hpack.decode(block);
      return maxHeaderListSize > 0 && size(fields) > maxHeaderListSize ? oversized(fields) : fields;
    } catch (HpackException.StreamException e) {
      return MetaData.Failed.newFailedMetaData(HttpVersion.HTTP_2, e);
    }
  }

  private static long size(MetaData fields) {
    long size = 0;
    for (HttpField field : fields.getHttpFields()) {
      size += size(field.getName(), field.getValue());
    }
    if (fields instanceof MetaData.Request request) {
      HttpURI uri = request.getHttpURI();
      size += size(":method", request.getMethod());
      size += size(":scheme", uri.getScheme());
      size += size(":authority", uri.getAuthority());
      size += size(":path", uri.getPathQuery());
    }
    return size;
  }

  private static int size(String name, String value) {
    return value == null ? 0 : name.length() + value.length() + FIELD_OVERHEAD;
  }

  private static MetaData oversized(MetaData fields) {
    return fields instanceof MetaData.Request request
        ? new OversizedRequest(request)
        : MetaData.Failed.newFailedMetaData(
            HttpVersion.HTTP_2, new IllegalArgumentException("trailers too large"));
  }
}
