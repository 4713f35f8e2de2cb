package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the first bytes of a connection, until it is known what is spoken, and hands them to the
 * connection that speaks it.
 */
final class PrefaceConnection extends AbstractConnection
    implements Connection.UpgradeFrom, Connection.UpgradeTo {
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

  private final Supplier<Deadline> deadline;
  private final Function<Beginning, Connection> next;

  // In flush mode. Only the thread that reads the connection uses it.
  private ByteBuffer read = BufferUtil.allocate(ENOUGH);
  private @Nullable Deadline running;

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
    super(endPoint, executor);
    this.deadline = deadline;
    this.next = next;
  }

  @Override
  public void onUpgradeTo(ByteBuffer alreadyRead) {
    read = BufferUtil.allocate(Math.max(ENOUGH, alreadyRead.remaining()));
    BufferUtil.append(read, alreadyRead);
  }

  @Override
  public void onOpen() {
    super.onOpen();
    running = deadline.get();
    if (!hasGoneOn()) {
      fillInterested();
    }
  }

  /** Also when it is replaced. */
  @Override
  public void onClose(@Nullable Throwable cause) {
    if (running != null) {
      running.met();
    }
    super.onClose(cause);
  }

  @Override
  public void onFillable() {
    try {
      while (true) {
        int filled = getEndPoint().fill(read);
        if (filled < 0) {
          close();
          return;
        }
        if (filled == 0) {
          fillInterested();
          return;
        }
        if (hasGoneOn()) {
          return;
        }
      }
    } catch (IOException e) {
      getEndPoint().close(e);
    }
  }

  private boolean hasGoneOn() {
    Optional<Beginning> beginning = beginning();
    beginning.ifPresent(known -> getEndPoint().upgrade(next.apply(known)));
    return beginning.isPresent();
  }

  private Optional<Beginning> beginning() {
    int length = Math.min(read.remaining(), PREFACE.length);
    if (read.slice(read.position(), length).equals(ByteBuffer.wrap(PREFACE, 0, length))) {
      return length == PREFACE.length ? Optional.of(Beginning.HTTP2) : Optional.empty();
    }
    return firstLine();
  }

  private Optional<Beginning> firstLine() {
    String text = BufferUtil.toString(read, StandardCharsets.ISO_8859_1);
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

  @Override
  public ByteBuffer onUpgradeFrom() {
    return read;
  }
}
