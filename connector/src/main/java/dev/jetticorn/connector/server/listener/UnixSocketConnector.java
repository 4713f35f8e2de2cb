package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.unix.UnixSocket;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on a unix socket.
 *
 * <p>All but the socket is Jetty's {@code ServerConnector}. That one asks its channel for a {@code
 * ServerSocket} and its connections for a {@code Socket}, which unix sockets do not have.
 */
final class UnixSocketConnector extends DrainingServerConnector {
  private static final Logger LOG = LoggerFactory.getLogger(UnixSocketConnector.class);

  private final String name;
  private final Opening opening;

  // Opened before the server starts, closed by the thread that stops it, read by the acceptor.
  private volatile @Nullable UnixSocket socket;

  /** Listens on a socket that the connector opens when it is opened itself. */
  @FunctionalInterface
  interface Opening {
    /**
     * Begins to listen.
     *
     * @param backlog how many connections may wait to be accepted
     */
    UnixSocket open(int backlog) throws IOException;
  }

  /**
   * Makes a connector.
   *
   * @param name what the operator calls the socket
   */
  UnixSocketConnector(Server server, Predicate<Connection> busy, String name, Opening opening) {
    super(server, busy);
    this.name = name;
    this.opening = opening;
  }

  @Override
  public void open() throws IOException {
    if (socket == null) {
      socket = opening.open(getAcceptQueueSize());
    }
  }

  @Override
  public boolean isOpen() {
    UnixSocket open = socket;
    return open != null && open.channel().isOpen();
  }

  @Override
  public @Nullable Object getTransport() {
    UnixSocket open = socket;
    return open == null ? null : open.channel();
  }

  @Override
  public void accept(int acceptorId) throws IOException {
    UnixSocket open = socket;
    if (open != null) {
      SocketChannel accepted = open.channel().accept();
      accepted.configureBlocking(false);
      getSelectorManager().accept(accepted);
    }
  }

  @Override
  public void close() {
    super.close();
    UnixSocket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("the socket {} was not removed: {}", name, e.getMessage());
      }
    }
  }
}
