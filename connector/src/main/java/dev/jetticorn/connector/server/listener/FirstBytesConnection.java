package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.Deadline;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Reads the first bytes of a connection until they say which other one goes on with it. */
abstract class FirstBytesConnection extends AbstractConnection implements Connection.UpgradeFrom {
  private final Supplier<Deadline> deadline;

  // In flush mode. Only the thread that reads the connection uses it.
  private ByteBuffer read;
  private @Nullable Deadline running;

  /**
   * A connection that is to be replaced.
   *
   * @param deadline starts the time that this may take
   * @param enough how many bytes it reads at most
   */
  FirstBytesConnection(
      EndPoint endPoint, Executor executor, Supplier<Deadline> deadline, int enough) {
    super(endPoint, executor);
    this.deadline = deadline;
    this.read = BufferUtil.allocate(enough);
  }

  /** Begins with bytes that somebody else has read, and reads no more than fit beside them. */
  final void begin(ByteBuffer alreadyRead) {
    read = BufferUtil.allocate(Math.max(read.capacity(), alreadyRead.remaining()));
    BufferUtil.append(read, alreadyRead);
  }

  /**
   * Has another connection go on, or closes this one, if the bytes so far tell enough.
   *
   * @param soFar in flush mode; what is left in it is for the other one
   * @return false if more bytes are needed
   */
  abstract boolean goOn(ByteBuffer soFar);

  @Override
  public void onOpen() {
    super.onOpen();
    running = deadline.get();
    if (!read.hasRemaining() || !goOn(read)) {
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
        if (goOn(read)) {
          return;
        }
      }
    } catch (IOException e) {
      getEndPoint().close(e);
    }
  }

  @Override
  public ByteBuffer onUpgradeFrom() {
    return read;
  }
}
