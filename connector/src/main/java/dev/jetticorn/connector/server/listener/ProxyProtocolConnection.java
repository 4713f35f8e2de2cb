package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.proxy.MalformedProxyHeaderException;
import dev.jetticorn.connector.server.proxy.ProxyHeader;
import dev.jetticorn.connector.settings.ProxyProtocol;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** Reads the header of the PROXY protocol, and hands on what follows it. */
final class ProxyProtocolConnection extends AbstractConnection implements Connection.UpgradeFrom {
  private final ProxyProtocol protocol;
  private final Supplier<Deadline> deadline;
  private final Consumer<ProxyHeader> next;
  private final Consumer<MalformedProxyHeaderException> refused;

  // In flush mode. Only the thread that reads the connection uses it.
  private final ByteBuffer read = BufferUtil.allocate(ProxyHeader.LONGEST);
  private @Nullable Deadline running;

  /**
   * A connection that is replaced when its header has been read.
   *
   * @param deadline starts the time that the header may take
   * @param next replaces it
   * @param refused hears of a header that cannot be read, before the connection is closed
   */
  ProxyProtocolConnection(
      EndPoint endPoint,
      Executor executor,
      ProxyProtocol protocol,
      Supplier<Deadline> deadline,
      Consumer<ProxyHeader> next,
      Consumer<MalformedProxyHeaderException> refused) {
    super(endPoint, executor);
    this.protocol = protocol;
    this.deadline = deadline;
    this.next = next;
    this.refused = refused;
  }

  @Override
  public void onOpen() {
    super.onOpen();
    running = deadline.get();
    fillInterested();
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
        Optional<ProxyHeader> header = ProxyHeader.parse(read, protocol);
        if (header.isPresent()) {
          next.accept(header.get());
          return;
        }
      }
    } catch (MalformedProxyHeaderException e) {
      refused.accept(e);
      close();
    } catch (IOException e) {
      getEndPoint().close(e);
    }
  }

  @Override
  public ByteBuffer onUpgradeFrom() {
    return read;
  }
}
