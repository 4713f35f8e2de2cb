package dev.jetticorn.connector.server.listener;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/** Answers 400 to whatever comes, and closes. */
final class BadRequestConnection extends AbstractConnection implements Connection.UpgradeTo {
  /** More than this is not read of what the client still sends. */
  private static final int LINGERING_BYTES = 65_536;

  /** And for no longer than this. */
  private static final int LINGERING_SECONDS = 5;

  private final Scheduler scheduler;
  private final String answer;
  private int lingering = LINGERING_BYTES;

  /** A connection that says why, in one line. */
  BadRequestConnection(EndPoint endPoint, Connector connector, String why) {
    super(endPoint, connector.getExecutor());
    this.scheduler = connector.getScheduler();
    this.answer =
        String.join(
            "\r\n",
            "HTTP/1.1 400 Bad Request",
            "Content-Type: text/plain",
            "Content-Length: " + (why.length() + 1),
            "Connection: close",
            "",
            why + "\n");
  }

  @Override
  public void onUpgradeTo(ByteBuffer alreadyRead) {
    // It changes nothing.
  }

  @Override
  public void onOpen() {
    super.onOpen();
    scheduler.schedule(this::close, LINGERING_SECONDS, TimeUnit.SECONDS);
    getEndPoint()
        .write(
            Callback.from(this::linger, failure -> getEndPoint().close(failure)),
            BufferUtil.toBuffer(answer, StandardCharsets.US_ASCII));
  }

  /** To close while the client still sends would reset the connection, and the answer be lost. */
  private void linger() {
    getEndPoint().shutdownOutput();
    fillInterested();
  }

  @Override
  public void onFillable() {
    ByteBuffer ignored = BufferUtil.allocate(LINGERING_BYTES / 16);
    try {
      while (lingering > 0) {
        int filled = getEndPoint().fill(ignored);
        if (filled == 0) {
          fillInterested();
          return;
        }
        if (filled < 0) {
          break;
        }
        lingering -= filled;
        BufferUtil.clear(ignored);
      }
      close();
    } catch (IOException e) {
      getEndPoint().close(e);
    }
  }
}
