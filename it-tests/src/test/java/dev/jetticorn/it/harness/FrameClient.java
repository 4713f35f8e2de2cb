package dev.jetticorn.it.harness;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/** Sends and reads single HTTP/2 frames over TLS, as no well-behaved client would. */
public final class FrameClient implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 20_000;

  private final SSLSocket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final HpackDecoder decoder = new HpackDecoder(64 * 1024, System::nanoTime);
  private final Map<Integer, Integer> settings = new TreeMap<>();

  private FrameClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  /** Connects, agrees on h2, and exchanges the prefaces and settings. */
  public static FrameClient connect(int port) throws Exception {
    FrameClient client = new FrameClient(handshake(port, "h2"));
    client.out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1));
    client.send(new Frame(Frame.SETTINGS, 0, 0, new byte[0]));
    Frame first = client.read();
    if (first.type() != Frame.SETTINGS || first.has(Frame.ACK)) {
      throw new AssertionError("the first frame of a server is SETTINGS, not " + first);
    }
    ByteBuffer pairs = ByteBuffer.wrap(first.payload());
    while (pairs.hasRemaining()) {
      client.settings.put((int) pairs.getShort(), pairs.getInt());
    }
    client.send(new Frame(Frame.SETTINGS, Frame.ACK, 0, new byte[0]));
    return client;
  }

  /** A TLS connection on which both sides agreed on one of the protocols. */
  public static SSLSocket handshake(int port, String... protocols)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsEveryone()}, null);
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress("localhost", port), DEADLINE_MILLIS);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port, true);
    socket.setSoTimeout(DEADLINE_MILLIS);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** What the server announced, by the identifier of the setting. */
  public Map<Integer, Integer> settings() {
    return settings;
  }

  /** Sends frames as they are, all at once. */
  public void send(Frame... frames) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream writer = new DataOutputStream(bytes);
    for (Frame frame : frames) {
      writer.writeByte(frame.payload().length >> 16);
      writer.writeShort(frame.payload().length);
      writer.writeByte(frame.type());
      writer.writeByte(frame.flags());
      writer.writeInt(frame.stream());
      writer.write(frame.payload());
    }
    out.write(bytes.toByteArray());
    out.flush();
  }

  /** Sends a whole GET request. */
  public void get(int stream, String path) throws IOException {
    send(headers(stream, Frame.END_STREAM, "GET", path, new byte[0]));
  }

  /** Sends a whole GET request whose HEADERS frame carries a priority. */
  public void get(int stream, String path, int dependsOn, int weight) throws IOException {
    byte[] priority = Frame.priority(stream, dependsOn, weight).payload();
    send(headers(stream, Frame.END_STREAM | Frame.HAS_PRIORITY, "GET", path, priority));
  }

  /** Sends the beginning of a POST request, whose body is to follow. */
  public void post(int stream, String path) throws IOException {
    send(headers(stream, 0, "POST", path, new byte[0]));
  }

  /** Asks for a WebSocket on a stream (RFC 8441, section 5). */
  public void websocket(int stream, String path) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    field(block, ":method", "CONNECT");
    field(block, ":protocol", "websocket");
    field(block, ":scheme", "https");
    field(block, ":authority", "localhost");
    field(block, ":path", path);
    field(block, "sec-websocket-version", "13");
    send(new Frame(Frame.HEADERS, Frame.END_HEADERS, stream, block.toByteArray()));
  }

  /** The status of a response that has only begun. */
  public int status(int stream) throws IOException, HpackException {
    while (true) {
      Frame frame = await(f -> f.type() == Frame.HEADERS);
      MetaData block = decoder.decode(ByteBuffer.wrap(frame.payload()));
      if (frame.stream() == stream && block instanceof MetaData.Response response) {
        return response.getStatus();
      }
    }
  }

  /** Whether the server ends the connection, whatever it sends before. */
  public boolean isClosedByServer() throws IOException {
    try {
      while (true) {
        read();
      }
    } catch (EOFException end) {
      return true;
    }
  }

  /** Reads on to the first frame that is wanted. */
  public Frame await(Predicate<Frame> wanted) throws IOException {
    List<String> seen = new ArrayList<>();
    while (true) {
      try {
        Frame frame = read();
        if (wanted.test(frame)) {
          return frame;
        }
        seen.add(frame.toString());
      } catch (IOException e) {
        throw new IOException("the frame never came, only " + seen, e);
      }
    }
  }

  /** Reads on to the end of a stream's final response. */
  public Response response(int stream) throws IOException, HpackException {
    int status = 0;
    StringBuilder fields = new StringBuilder();
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = await(f -> f.type() == Frame.HEADERS || f.stream() == stream);
      switch (frame.type()) {
        case Frame.HEADERS -> {
          // Every block goes through the one decoder, or its table would be out of step.
          MetaData block = decoder.decode(ByteBuffer.wrap(frame.payload()));
          if (frame.stream() == stream) {
            if (block instanceof MetaData.Response response) {
              status = response.getStatus();
            }
            for (HttpField field : block.getHttpFields()) {
              fields.append(field.getLowerCaseName()).append(": ").append(field.getValue());
              fields.append('\n');
            }
          }
        }
        case Frame.DATA -> body.write(frame.payload());
        case Frame.RST_STREAM ->
            throw new AssertionError("stream " + stream + " was reset: " + frame.error());
        default -> {}
      }
      if (frame.stream() == stream
          && frame.has(Frame.END_STREAM)
          && (frame.type() == Frame.DATA || frame.type() == Frame.HEADERS)) {
        return new Response(status, fields.toString(), body.toString(ISO_8859_1));
      }
    }
  }

  /**
   * What a stream answered.
   *
   * @param status the last status
   * @param fields all header and trailer fields, a line each
   * @param body the whole body
   */
  public record Response(int status, String fields, String body) {}

  private Frame read() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    return new Frame(type, flags, stream, in.readNBytes(length));
  }

  /** The HEADERS frame of a request. */
  public static Frame headers(int stream, int flags, String method, String path, byte[] priority)
      throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(priority);
    field(block, ":method", method);
    field(block, ":scheme", "https");
    field(block, ":authority", "localhost");
    field(block, ":path", path);
    return new Frame(Frame.HEADERS, flags | Frame.END_HEADERS, stream, block.toByteArray());
  }

  /** The HEADERS frame of a GET request that has header fields of about so many bytes. */
  public static Frame large(int stream, String path, int bytes) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(headers(stream, 0, "GET", path, new byte[0]).payload());
    for (int i = 0; i < bytes / 100; i++) {
      field(block, "x-" + i, "x".repeat(90));
    }
    return new Frame(
        Frame.HEADERS, Frame.END_STREAM | Frame.END_HEADERS, stream, block.toByteArray());
  }

  /** RFC 7541, section 6.2.2: literal, not indexed, name as text, no Huffman code. */
  private static void field(ByteArrayOutputStream block, String name, String value)
      throws IOException {
    block.write(0);
    for (String text : List.of(name, value)) {
      if (text.length() > 126) {
        throw new IllegalArgumentException("longer than one byte can say: " + text);
      }
      block.write(text.length());
      block.write(text.getBytes(ISO_8859_1));
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
