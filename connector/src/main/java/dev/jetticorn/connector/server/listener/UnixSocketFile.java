package dev.jetticorn.connector.server.listener;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The file of a unix socket that is listened on.
 *
 * @param path where it is
 * @param identity what tells this file from another one that has taken its place
 * @param channel accepts the connections
 */
record UnixSocketFile(Path path, Object identity, ServerSocketChannel channel) {
  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  /**
   * Listens at this path. A socket that nobody listens on any more, as a killed server leaves it,
   * is replaced.
   *
   * @param backlog how many connections may wait to be accepted
   * @throws BindException if somebody listens there, or may, or another kind of file is in the way
   */
  static UnixSocketFile bind(Path path, int backlog) throws IOException {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    makeRoom(path, address);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(address, backlog);
      return new UnixSocketFile(path, identity(path), channel);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void makeRoom(Path path, UnixDomainSocketAddress address) throws IOException {
    int mode;
    try {
      mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException nothingThere) {
      return;
    }
    if ((mode & FILE_TYPE) != SOCKET) {
      throw new BindException("there is a file that is no socket");
    }
    if (isListenedOn(address)) {
      throw new BindException("already in use");
    }
    Files.delete(path);
  }

  private static boolean isListenedOn(UnixDomainSocketAddress address) throws IOException {
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // Not to wait where others wait already.
      client.configureBlocking(false);
      client.connect(address);
      return true;
    } catch (ConnectException refused) {
      return false;
    } catch (SocketException e) {
      throw new BindException("there is a socket that cannot be tried: " + e.getMessage());
    }
  }

  private static Object identity(Path path) throws IOException {
    return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
  }

  /** Stops listening, and removes the file if it still is this one. */
  void close() throws IOException {
    // Remove first: who finds the file must find somebody who answers.
    try {
      if (Objects.equals(identity(path), identity)) {
        Files.delete(path);
      }
    } catch (NoSuchFileException alreadyRemoved) {
      // Somebody tidied up.
    } finally {
      channel.close();
    }
  }
}
