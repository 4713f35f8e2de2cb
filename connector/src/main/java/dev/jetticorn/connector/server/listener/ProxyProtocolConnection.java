package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.limit.Deadline;
import dev.jetticorn.connector.server.proxy.MalformedProxyHeaderException;
import dev.jetticorn.connector.server.proxy.ProxyHeader;
import dev.jetticorn.connector.settings.ProxyProtocol;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;

/** Reads the header of the PROXY protocol, and hands on what follows it. */
final class ProxyProtocolConnection extends FirstBytesConnection {
  private final ProxyProtocol protocol;
  private final Consumer<ProxyHeader> next;
  private final Consumer<MalformedProxyHeaderException> refused;

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
    super(endPoint, executor, deadline, ProxyHeader.LONGEST);
    this.protocol = protocol;
    this.next = next;
    this.refused = refused;
  }

  @Override
  boolean goOn(ByteBuffer soFar) {
    try {
      Optional<ProxyHeader> header = ProxyHeader.parse(soFar, protocol);
      header.ifPresent(next);
      return header.isPresent();
    } catch (MalformedProxyHeaderException e) {
      refused.accept(e);
      close();
      return true;
    }
  }
}
