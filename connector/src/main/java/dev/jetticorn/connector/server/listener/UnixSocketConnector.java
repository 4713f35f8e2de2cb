package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.unix.UnixSocketFile;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
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

  private final Path path;

  // Opened before the server starts, closed by the thread that stops it, read by the acceptor.
  private volatile @Nullable UnixSocketFile socket;

  UnixSocketConnector(Server server, Predicate<Connection> busy, Path path) {
    super(server, busy);
    this.path = path;
  }

  @Override
  public void open() throws IOException {
    if (socket == null) {
      socket = UnixSocketFile.bind(path, getAcceptQueueSize());
    }
  }

  @Override
  public boolean isOpen() {
    UnixSocketFile open = socket;
    return open != null && open.channel().isOpen();
  }

  @Override
  public @Nullable Object getTransport() {
    UnixSocketFile open = socket;
    return open == null ? null : open.channel();
  }

  @Override
  public void accept(int acceptorId) throws IOException {
    UnixSocketFile open = socket;
    if (open != null) {
      SocketChannel accepted = open.channel().accept();
      accepted.configureBlocking(false);
      getSelectorManager().accept(accepted);
    }
  }

  @Override
  public void close() {
    super.close();
    UnixSocketFile open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("the socket {} was not removed: {}", path, e.getMessage());
      }
    }
  }
}
