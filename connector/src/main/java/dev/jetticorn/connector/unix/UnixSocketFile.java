package dev.jetticorn.connector.unix;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * The file of a unix socket that is listened on.
 *
 * @param path where it is
 * @param identity what tells this file from another one that has taken its place
 * @param channel accepts the connections
 */
public record UnixSocketFile(Path path, Object identity, ServerSocketChannel channel)
    implements UnixSocket {
  private static final FileAttribute<?> ONLY_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private static final int FILE_TYPE = 0170000;
  private static final int SOCKET = 0140000;

  /**
   * Listens at this path. A socket that nobody listens on any more, as a killed server leaves it,
   * is replaced.
   *
   * @param backlog how many connections may wait to be accepted
   * @throws BindException if somebody listens there, or may, or another kind of file is in the way
   */
  public static UnixSocketFile bind(Path path, int backlog) throws IOException {
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

  /**
   * Listens at this path like {@link #bind(Path, int)}, with permissions that the file has from the
   * beginning: nobody can connect before it has them.
   *
   * <p>Java can change neither the umask nor a socket before it has a name. So the socket is made
   * in a directory that is closed to others, and then gets its name as well.
   */
  public static UnixSocketFile bind(Path path, int backlog, Set<PosixFilePermission> mode)
      throws IOException {
    makeRoom(path, UnixDomainSocketAddress.of(path));
    Path closed = Files.createTempDirectory(path.toAbsolutePath().getParent(), ".", ONLY_OWNER);
    Path draft = closed.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(draft), backlog);
      Files.setPosixFilePermissions(draft, mode);
      // Unlike a move, it fails when somebody else has been faster.
      Files.createLink(path, draft);
      return new UnixSocketFile(path, identity(path), channel);
    } catch (FileAlreadyExistsException e) {
      channel.close();
      throw new BindException("already in use");
    } catch (IOException e) {
      channel.close();
      throw e;
    } finally {
      Files.deleteIfExists(draft);
      Files.delete(closed);
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
  @Override
  public void close() throws IOException {
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
