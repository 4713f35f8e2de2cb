package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.Deadline;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Reads the first bytes of a connection, until it is known what is spoken, and hands them to the
 * connection that speaks it.
 */
final class PrefaceConnection extends FirstBytesConnection implements Connection.UpgradeTo {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** No more than this is read before it is decided. */
  private static final int ENOUGH = 1_024;

  /** What the first bytes of a connection are. */
  enum Beginning {
    /** HTTP/2's preface (RFC 9113, section 3.4). */
    HTTP2,
    /** The request line of HTTP/1.x, or so much of it that it can be nothing else. */
    HTTP1,
    /** Neither. */
    UNKNOWN
  }

  private final Function<Beginning, Connection> next;

  /**
   * A connection that is replaced as soon as it is known by which.
   *
   * @param deadline starts the time that this may take
   * @param next makes the connection that speaks what has begun
   */
  PrefaceConnection(
      EndPoint endPoint,
      Executor executor,
      Supplier<Deadline> deadline,
      Function<Beginning, Connection> next) {
    super(endPoint, executor, deadline, ENOUGH);
    this.next = next;
  }

  @Override
  public void onUpgradeTo(ByteBuffer alreadyRead) {
    begin(alreadyRead);
  }

  @Override
  boolean goOn(ByteBuffer soFar) {
    Optional<Beginning> beginning = beginning(soFar);
    beginning.ifPresent(known -> getEndPoint().upgrade(next.apply(known)));
    return beginning.isPresent();
  }

  private static Optional<Beginning> beginning(ByteBuffer soFar) {
    int length = Math.min(soFar.remaining(), PREFACE.length);
    if (soFar.slice(soFar.position(), length).equals(ByteBuffer.wrap(PREFACE, 0, length))) {
      return length == PREFACE.length ? Optional.of(Beginning.HTTP2) : Optional.empty();
    }
    return firstLine(soFar);
  }

  private static Optional<Beginning> firstLine(ByteBuffer soFar) {
    String text = BufferUtil.toString(soFar, StandardCharsets.ISO_8859_1);
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        String line = text.substring(start, i).stripTrailing();
        if (!line.isEmpty()) {
          boolean http1 = line.matches(".+ HTTP/1\\.[0-9]");
          return Optional.of(http1 ? Beginning.HTTP1 : Beginning.UNKNOWN);
        }
        // Empty lines before a request are passed over (RFC 9112, section 2.2).
        start = i + 1;
      }
      if (c < ' ' && c != '\r' && c != '\n') {
        return Optional.of(Beginning.UNKNOWN);
      }
    }
    return text.length() >= ENOUGH ? Optional.of(Beginning.HTTP1) : Optional.empty();
  }
}
