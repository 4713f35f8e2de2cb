package dev.jetticorn.connector.unix;

import java.io.Closeable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.OperationNotSupportedSocketException;

/**
 * Sends datagrams to a unix socket, which Java's own channels cannot (docs/decisions/0034). None is
 * lost on the way: the receiver has a queue, and the sender sees when it is full.
 */
public final class UnixDatagrams implements Closeable {
  // The queue may have no more than ten places, and whoever reads may be quick.
  private static final long SHORTEST_PAUSE = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

  private final DatagramChannel channel;

  private UnixDatagrams(DatagramChannel channel) {
    this.channel = channel;
  }

  /**
   * Sends to the socket at this path.
   *
   * @throws ConnectException if nobody can be reached there now
   * @throws SocketException if it is a socket of another kind
   * @throws IOException if this machine cannot
   */
  public static UnixDatagrams to(Path path) throws IOException {
    return to(path.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends to a socket that has a name and no file, as Linux knows them (unix(7), abstract).
   *
   * @throws ConnectException if nobody can be reached there now
   * @throws IOException if this machine cannot
   */
  public static UnixDatagrams toAbstract(String name) throws IOException {
    return to(('\0' + name).getBytes(StandardCharsets.UTF_8));
  }

  private static UnixDatagrams to(byte[] address) throws IOException {
    DatagramChannel channel = open();
    try {
      channel.configureBlocking(false);
      channel.connect(AFUNIXSocketAddress.of(address));
      return new UnixDatagrams(channel);
    } catch (OperationNotSupportedSocketException e) {
      channel.close();
      throw new SocketException("takes no datagrams");
    } catch (SocketException e) {
      channel.close();
      throw new ConnectException(e.getMessage());
    }
  }

  private static DatagramChannel open() throws IOException {
    if (!AFUNIXSocket.isSupported()) {
      throw new IOException(
          "datagrams to unix sockets need native code, which this machine has not, or may not"
              + " execute in "
              + System.getProperty("java.io.tmpdir"));
    }
    return AFUNIXDatagramChannel.open();
  }

  /**
   * Sends what is in the buffer as one datagram, and waits while the queue of the receiver is full.
   *
   * @return false if it was full for all of {@code patience}, and nothing was sent
   */
  public boolean offer(ByteBuffer datagram, Duration patience) throws IOException {
    long began = System.nanoTime();
    long pause = SHORTEST_PAUSE;
    while (channel.write(datagram) == 0) {
      if (System.nanoTime() - began > patience.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
    return true;
  }

  /**
   * The same for who can do without the receiver.
   *
   * @throws SocketTimeoutException if its queue was full for all of {@code patience}
   */
  public void send(byte[] datagram, Duration patience) throws IOException {
    if (!offer(ByteBuffer.wrap(datagram), patience)) {
      throw new SocketTimeoutException("nobody reads it");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
