package dev.jetticorn.connector.server.handler;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** An HTTP/1.1 connection on which a test may write what it likes. */
public final class Http1 implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private Http1(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static Http1 connect(int port) throws IOException {
    return connect("127.0.0.1", port);
  }

  public static Http1 connect(String host, int port) throws IOException {
    Socket socket = new Socket(host, port);
    socket.setSoTimeout(Math.toIntExact(HandlerServer.DEADLINE.toMillis()));
    return new Http1(socket);
  }

  public Http1 send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  /** Sends no more, but still reads. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  public Answer get(String target, String... fields) throws IOException {
    StringBuilder text = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String field : fields) {
      text.append(field).append("\r\n");
    }
    return send(text.append("\r\n").toString()).read();
  }

  /** Reads a response that has a Content-Length. */
  public Answer read() throws IOException {
    String statusLine = line();
    Map<String, String> fields = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(fields.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    return new Answer(Integer.parseInt(statusLine.substring(9, 12)), fields, body);
  }

  /** Everything that comes until the server ends the connection. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Whether the server ends the connection now that everything is read. */
  public boolean isEnded() throws IOException {
    return in.read() == -1;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next == -1) {
        throw new EOFException("the connection ended after: " + line);
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
