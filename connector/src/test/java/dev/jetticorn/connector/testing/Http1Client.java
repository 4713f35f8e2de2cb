package dev.jetticorn.connector.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP/1.x client that sends exactly the text it is told to. */
public final class Http1Client implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final Socket socket;
  private final InputStream in;

  private Http1Client(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) DEADLINE.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  public static Http1Client connect(int port) throws IOException {
    return new Http1Client(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** Sends lines, each ended by CR LF, and the empty line. */
  public void send(String... lines) throws IOException {
    sendText(String.join("\r\n", lines) + "\r\n\r\n");
  }

  public void sendText(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The status line and fields that come next; {@code :status} comes first, as on HTTP/2. */
  public List<Map.Entry<String, String>> section() throws IOException {
    List<Map.Entry<String, String>> section = new ArrayList<>();
    String[] statusLine = line().split(" ", 3);
    section.add(Map.entry(":status", statusLine[1]));
    section.addAll(fields());
    return section;
  }

  /** Everything that comes in answer to a request. */
  public Exchange exchange(String method) throws IOException {
    List<List<Map.Entry<String, String>>> sections = new ArrayList<>();
    List<Map.Entry<String, String>> header;
    do {
      header = section();
      sections.add(header);
    } while (header.get(0).getValue().startsWith("1"));
    String status = header.get(0).getValue();
    String coding = value(header, "transfer-encoding");
    String length = value(header, "content-length");
    byte[] body = new byte[0];
    if (!method.equals("HEAD") && !status.equals("204") && !status.equals("304")) {
      if (coding.equals("chunked")) {
        body = chunks();
        List<Map.Entry<String, String>> trailers = fields();
        if (!trailers.isEmpty()) {
          sections.add(trailers);
        }
      } else if (!length.isEmpty()) {
        body = in.readNBytes(Integer.parseInt(length));
      } else {
        body = in.readAllBytes();
      }
    }
    return Exchange.of(sections, body, Exchange.NOT_RESET);
  }

  /** All that is left until the server closes the connection. */
  public String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.writeBytes(in.readNBytes(size));
      if (!line().isEmpty()) {
        throw new IOException("a chunk does not end with CR LF");
      }
    }
  }

  private List<Map.Entry<String, String>> fields() throws IOException {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.add(
          Map.entry(
              line.substring(0, colon).toLowerCase(Locale.ROOT),
              line.substring(colon + 1).strip()));
    }
    return fields;
  }

  private static String value(List<Map.Entry<String, String>> fields, String name) {
    return fields.stream()
        .filter(field -> field.getKey().equals(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("after: " + line.toString(StandardCharsets.ISO_8859_1));
      }
      line.write(octet);
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("not ended by CR LF: " + text);
    }
    return text.substring(0, text.length() - 1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
