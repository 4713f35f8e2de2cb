package dev.jetticorn.samples.http2.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One request over HTTP/1.x, with the lines as they are: a library would hide half of them. */
final class Http1Connection {
  private final Target target;

  Http1Connection(Target target) {
    this.target = target;
  }

  /**
   * Sends a request on a connection of its own.
   *
   * @param start what comes before and after the address, such as {@code GET} and {@code HTTP/1.1}
   * @param fields more header lines
   */
  Answer send(Start start, List<String> fields, byte[] body) throws IOException {
    // In ALPN a version has the name of the request line in small letters (registry of IANA).
    try (var socket = target.connect(start.version().toLowerCase(Locale.ROOT))) {
      URI uri = target.at(start.path());
      var lines = new ArrayList<String>();
      lines.add(start.method() + " " + uri.getRawPath() + " " + start.version());
      lines.add("Host: " + uri.getRawAuthority());
      lines.add("Content-Length: " + body.length);
      lines.addAll(fields);
      OutputStream out = socket.getOutputStream();
      out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  /** The first line of a request. */
  record Start(String method, String path, String version) {}

  /** Reads the answer to a request other than HEAD. */
  static Answer read(InputStream in) throws IOException {
    var hints = new ArrayList<Answer.Head>();
    Answer.Head head = readHead(in);
    while (head.status() < 200) {
      hints.add(head);
      head = readHead(in);
    }
    var body = new ByteArrayOutputStream();
    Fields trailers = Fields.NONE;
    Optional<String> length = head.fields().only("Content-Length");
    if (head.fields().all("Transfer-Encoding").contains("chunked")) {
      trailers = readChunks(in, body);
    } else if (length.isPresent()) {
      body.write(readExactly(in, Integer.parseInt(length.get())));
    } else {
      in.transferTo(body);
    }
    return new Answer(hints, head, ByteBuffer.wrap(body.toByteArray()), trailers);
  }

  private static Answer.Head readHead(InputStream in) throws IOException {
    String[] words = readLine(in).split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new ProtocolException("not a status line: " + String.join(" ", words));
    }
    // The line says when the answer began; the fields follow in the same breath.
    long nanos = System.nanoTime();
    return new Answer.Head(Integer.parseInt(words[1]), readFields(in), nanos);
  }

  private static Fields readFields(InputStream in) throws IOException {
    var fields = new ArrayList<Fields.Field>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new ProtocolException("not a field: " + line);
      }
      fields.add(new Fields.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new Fields(fields);
  }

  /** Reads a chunked body and the trailers behind it (RFC 9112, section 7.1). */
  private static Fields readChunks(InputStream in, OutputStream body) throws IOException {
    while (true) {
      String size = readLine(in).split(";", 2)[0].strip();
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return readFields(in);
      }
      body.write(readExactly(in, length));
      if (!readLine(in).isEmpty()) {
        throw new ProtocolException("a chunk is longer than it said");
      }
    }
  }

  private static byte[] readExactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  private static String readLine(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection ended inside a line");
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }
}
