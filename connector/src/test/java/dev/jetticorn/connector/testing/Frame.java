package dev.jetticorn.connector.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** One HTTP/2 frame, byte for byte; made by hand, so that it can be wrong. */
public final class Frame {
  public static final int DATA = 0x0;
  public static final int HEADERS = 0x1;
  public static final int PRIORITY = 0x2;
  public static final int RST_STREAM = 0x3;
  public static final int SETTINGS = 0x4;
  public static final int PING = 0x6;
  public static final int GOAWAY = 0x7;
  public static final int WINDOW_UPDATE = 0x8;
  public static final int CONTINUATION = 0x9;
  public static final int PRIORITY_UPDATE = 0x10;

  public static final int END_STREAM = 0x1;
  public static final int ACK = 0x1;
  public static final int END_HEADERS = 0x4;
  public static final int PADDED = 0x8;
  public static final int WITH_PRIORITY = 0x20;

  private final int type;
  private final int flags;
  private final int streamId;
  private final byte[] payload;

  public Frame(int type, int flags, int streamId, byte[] payload) {
    this.type = type;
    this.flags = flags;
    this.streamId = streamId;
    this.payload = payload.clone();
  }

  /** A request without a body. */
  public static Frame get(int streamId, String path, String... namesAndValues) {
    return headers(streamId, END_HEADERS | END_STREAM, request("GET", path, namesAndValues));
  }

  /** A request whose body is to follow. */
  public static Frame post(int streamId, String path, String... namesAndValues) {
    return headers(streamId, END_HEADERS, request("POST", path, namesAndValues));
  }

  public static Frame headers(int streamId, int flags, byte[] block) {
    return new Frame(HEADERS, flags, streamId, block);
  }

  public static Frame continuation(int streamId, int flags, byte[] block) {
    return new Frame(CONTINUATION, flags, streamId, block);
  }

  /** A request without a body whose HEADERS frame has a priority; the weight is from 1 to 256. */
  public static Frame prioritizedGet(
      int streamId, String path, int weight, int dependsOn, boolean exclusive) {
    return headers(
        streamId,
        END_HEADERS | END_STREAM | WITH_PRIORITY,
        concat(priority(weight, dependsOn, exclusive), request("GET", path)));
  }

  public static Frame priority(int streamId, int weight, int dependsOn, boolean exclusive) {
    return new Frame(PRIORITY, 0, streamId, priority(weight, dependsOn, exclusive));
  }

  public static Frame priorityUpdate(int prioritizedStreamId, String value) {
    return new Frame(
        PRIORITY_UPDATE,
        0,
        0,
        concat(integer(prioritizedStreamId), value.getBytes(StandardCharsets.ISO_8859_1)));
  }

  public static Frame data(int streamId, byte[] data, boolean last) {
    return new Frame(DATA, last ? END_STREAM : 0, streamId, data);
  }

  public static Frame reset(int streamId, int error) {
    return new Frame(RST_STREAM, 0, streamId, integer(error));
  }

  public static Frame windowUpdate(int streamId, int increment) {
    return new Frame(WINDOW_UPDATE, 0, streamId, integer(increment));
  }

  public static Frame ping(long payload) {
    return new Frame(PING, 0, 0, ByteBuffer.allocate(Long.BYTES).putLong(payload).array());
  }

  /** A PING that says a number. */
  public static Frame ping(int number) {
    return new Frame(PING, 0, 0, ByteBuffer.allocate(8).putLong(number).array());
  }

  public static Frame settings(Map<Integer, Integer> settings) {
    ByteBuffer payload = ByteBuffer.allocate(6 * settings.size());
    settings.forEach((key, value) -> payload.putShort(key.shortValue()).putInt(value));
    return new Frame(SETTINGS, 0, 0, payload.array());
  }

  /** The five bytes of a priority, as PRIORITY and HEADERS frames have them. */
  public static byte[] priority(int weight, int dependsOn, boolean exclusive) {
    return ByteBuffer.allocate(5)
        .putInt(exclusive ? dependsOn | Integer.MIN_VALUE : dependsOn)
        .put((byte) (weight - 1))
        .array();
  }

  /** The header block of a request. */
  public static byte[] request(String method, String path, String... namesAndValues) {
    byte[] pseudo =
        block(":method", method, ":scheme", "http", ":path", path, ":authority", "localhost");
    return concat(pseudo, block(namesAndValues));
  }

  /** A header block of literal fields, neither indexed nor Huffman coded (RFC 7541, 6.2.2). */
  public static byte[] block(String... namesAndValues) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      block.write(0);
      string(namesAndValues[i], block);
      string(namesAndValues[i + 1], block);
    }
    return block.toByteArray();
  }

  private static void string(String text, ByteArrayOutputStream block) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length < 127) {
      block.write(bytes.length);
    } else {
      block.write(127);
      int rest = bytes.length - 127;
      while (rest >= 128) {
        block.write(rest % 128 + 128);
        rest /= 128;
      }
      block.write(rest);
    }
    block.writeBytes(bytes);
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    List.of(parts).forEach(whole::writeBytes);
    return whole.toByteArray();
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(4).putInt(value).array();
  }

  public byte[] bytes() {
    byte[] header =
        ByteBuffer.allocate(9)
            .putInt((payload.length << 8) | type)
            .put((byte) flags)
            .putInt(streamId)
            .array();
    return concat(header, payload);
  }

  public int type() {
    return type;
  }

  public int streamId() {
    return streamId;
  }

  public byte[] payload() {
    return payload.clone();
  }

  public boolean has(int flag) {
    return (flags & flag) == flag;
  }

  /** The integer at a place in the payload: an error code, a window increment, a stream id. */
  public int intAt(int index) {
    return ByteBuffer.wrap(payload).getInt(index);
  }

  @Override
  public String toString() {
    return "frame of type %d, flags %x, stream %d, %d bytes"
        .formatted(type, flags, streamId, payload.length);
  }
}
