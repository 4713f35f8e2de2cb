package dev.jetticorn.it.harness;

import java.nio.ByteBuffer;

/**
 * One HTTP/2 frame, as bytes.
 *
 * @param type the frame type, such as {@link #DATA}
 * @param flags the flags of that type
 * @param stream the stream that it belongs to; 0 is the connection
 * @param payload what follows the nine bytes of its header
 */
@SuppressWarnings("ArrayRecordComponent") // Frames are looked into, never compared.
public record Frame(int type, int flags, int stream, byte[] payload) {
  public static final int DATA = 0x0;
  public static final int HEADERS = 0x1;
  public static final int PRIORITY = 0x2;
  public static final int RST_STREAM = 0x3;
  public static final int SETTINGS = 0x4;
  public static final int PING = 0x6;
  public static final int GOAWAY = 0x7;
  public static final int WINDOW_UPDATE = 0x8;

  public static final int END_STREAM = 0x1;
  public static final int ACK = 0x1;
  public static final int END_HEADERS = 0x4;
  public static final int HAS_PRIORITY = 0x20;

  public static final int FRAME_SIZE_ERROR = 0x6;
  public static final int REFUSED_STREAM = 0x7;

  /** A PRIORITY frame; the weight is 1 to 256. */
  public static Frame priority(int stream, int dependsOn, int weight) {
    ByteBuffer payload = ByteBuffer.allocate(5).putInt(dependsOn).put((byte) (weight - 1));
    return new Frame(PRIORITY, 0, stream, payload.array());
  }

  /** A DATA frame of so many bytes. */
  public static Frame data(int stream, int size, boolean last) {
    return new Frame(DATA, last ? END_STREAM : 0, stream, new byte[size]);
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The number that a WINDOW_UPDATE frame carries; the last stream of a GOAWAY frame. */
  public int number() {
    return ByteBuffer.wrap(payload).getInt();
  }

  /** The error code of a RST_STREAM or GOAWAY frame. */
  public int error() {
    return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
  }
}
