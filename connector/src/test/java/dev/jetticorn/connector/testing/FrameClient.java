package dev.jetticorn.connector.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Predicate;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * An HTTP/2 client that sends exactly the frames it is told to, with prior knowledge.
 *
 * <p>Nothing is answered but SETTINGS: windows stay shut until a test opens them. Every wait has a
 * deadline.
 */
public final class FrameClient implements AutoCloseable {
  public static final int HEADER_TABLE_SIZE = 0x1;
  public static final int MAX_CONCURRENT_STREAMS = 0x3;
  public static final int INITIAL_WINDOW_SIZE = 0x4;
  public static final int MAX_FRAME_SIZE = 0x5;
  public static final int MAX_HEADER_LIST_SIZE = 0x6;

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private final Socket socket;
  private final OutputStream out;
  private final DataInputStream in;
  private final HpackDecoder decoder = new HpackDecoder(1 << 20, System::nanoTime);
  private final Queue<Frame> passedOver = new ArrayDeque<>();
  private final Map<Frame, List<Map.Entry<String, String>>> decoded = new HashMap<>();

  private FrameClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) DEADLINE.toMillis());
    out = socket.getOutputStream();
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** Connects, and sends the preface with empty SETTINGS. */
  public static FrameClient connect(int port) throws IOException {
    return connect(port, Map.of());
  }

  /** Connects, and sends the preface with these SETTINGS. */
  public static FrameClient connect(int port, Map<Integer, Integer> settings) throws IOException {
    FrameClient client = open(port);
    client.sendBytes(PREFACE.getBytes(StandardCharsets.US_ASCII));
    client.send(Frame.settings(settings));
    return client;
  }

  /** Connects and sends nothing. */
  public static FrameClient open(int port) throws IOException {
    return new FrameClient(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public static byte[] preface() {
    return PREFACE.getBytes(StandardCharsets.US_ASCII);
  }

  /** How long to wait from now on, instead of 20 s. */
  public void deadline(Duration deadline) throws IOException {
    socket.setSoTimeout((int) deadline.toMillis());
  }

  public void send(Frame... frames) throws IOException {
    for (Frame frame : frames) {
      out.write(frame.bytes());
    }
    out.flush();
  }

  public void sendBytes(byte... bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** What comes before frames: the head of a response of HTTP/1.1, without its last line break. */
  public String nextHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.substring(0, head.length() - 2);
  }

  /** Sends no more, but still reads. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Everything that the server sends until it closes the connection, as text. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** The next frame that fits, in the order of arrival; others are kept for later. */
  public Frame next(Predicate<Frame> wanted) throws IOException {
    for (Iterator<Frame> kept = passedOver.iterator(); kept.hasNext(); ) {
      Frame frame = kept.next();
      if (wanted.test(frame)) {
        kept.remove();
        return frame;
      }
    }
    while (true) {
      Frame frame = read();
      if (wanted.test(frame)) {
        return frame;
      }
      passedOver.add(frame);
    }
  }

  public Frame next(int type) throws IOException {
    return next(frame -> frame.type() == type);
  }

  /** The next frame of a stream that is not about its window. */
  public Frame nextOf(int streamId) throws IOException {
    return next(frame -> frame.streamId() == streamId && frame.type() != Frame.WINDOW_UPDATE);
  }

  /** The SETTINGS of the server. */
  public Map<Integer, Integer> nextSettings() throws IOException {
    Frame frame = next(f -> f.type() == Frame.SETTINGS && !f.has(Frame.ACK));
    Map<Integer, Integer> settings = new HashMap<>();
    ByteBuffer payload = ByteBuffer.wrap(frame.payload());
    while (payload.hasRemaining()) {
      settings.put((int) payload.getShort(), payload.getInt());
    }
    return settings;
  }

  /** The error code of the server's GOAWAY that comes next, gracefully or not. */
  public int nextGoAway() throws IOException {
    return next(Frame.GOAWAY).intAt(4);
  }

  /** Everything that comes on a stream until its end or its reset. */
  public Exchange exchange(int streamId) throws IOException {
    List<List<Map.Entry<String, String>>> headers = new ArrayList<>();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = nextOf(streamId);
      switch (frame.type()) {
        case Frame.HEADERS -> headers.add(fields(frame));
        case Frame.DATA -> body.writeBytes(frame.payload());
        case Frame.RST_STREAM -> {
          return Exchange.of(headers, body.toByteArray(), frame.intAt(0));
        }
        default -> throw new IOException("unexpected " + frame);
      }
      if (frame.has(Frame.END_STREAM)) {
        return Exchange.of(headers, body.toByteArray(), Exchange.NOT_RESET);
      }
    }
  }

  /** The fields of a HEADERS frame that was received. */
  public List<Map.Entry<String, String>> fields(Frame headers) {
    List<Map.Entry<String, String>> fields = decoded.remove(headers);
    if (fields == null) {
      throw new IllegalArgumentException("not received, or asked for twice: " + headers);
    }
    return fields;
  }

  /** Whether the server has closed the connection, be it with bytes unread, and sent nothing. */
  public boolean isCutOff() throws IOException {
    try {
      return in.read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** Whether the server has closed the connection without sending anything more. */
  public boolean isClosedByServer() throws IOException {
    try {
      read();
      return false;
    } catch (EOFException e) {
      return true;
    }
  }

  private Frame read() throws IOException {
    int lengthAndType = in.readInt();
    int flags = in.readUnsignedByte();
    int streamId = in.readInt() & Integer.MAX_VALUE;
    byte[] payload = in.readNBytes(lengthAndType >>> 8);
    Frame frame = new Frame(lengthAndType & 0xFF, flags, streamId, payload);
    if (frame.type() == Frame.HEADERS) {
      // At once, as the decoder has to see all of them in their order.
      decoded.put(frame, decode(frame));
    } else if (frame.type() == Frame.SETTINGS && !frame.has(Frame.ACK)) {
      acknowledgeSettings();
    }
    return frame;
  }

  private void acknowledgeSettings() throws IOException {
    try {
      send(new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]));
    } catch (SocketException closed) {
      // The server has closed the connection; what it said before that is still to be read.
    }
  }

  private List<Map.Entry<String, String>> decode(Frame frame) throws IOException {
    if (!frame.has(Frame.END_HEADERS) || frame.has(Frame.PADDED)) {
      throw new IOException("not understood here: " + frame);
    }
    try {
      MetaData metaData = decoder.decode(ByteBuffer.wrap(frame.payload()));
      List<Map.Entry<String, String>> fields = new ArrayList<>();
      if (metaData instanceof MetaData.Response response) {
        fields.add(Map.entry(":status", String.valueOf(response.getStatus())));
      }
      metaData.getHttpFields().forEach(f -> fields.add(Map.entry(f.getName(), f.getValue())));
      return fields;
    } catch (HpackException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
