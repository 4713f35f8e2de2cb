package dev.jetticorn.connector.log;

import dev.jetticorn.connector.settings.SyslogAddress;
import dev.jetticorn.connector.unix.UnixDatagrams;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** The sockets of syslog. Each entry ends with a line end, which a datagram goes without. */
record SyslogOutput(SyslogAddress address) implements LogOutput {
  /**
   * How long a receiver without room is waited for before it is looked who else wants something.
   */
  private static final Duration PATIENCE = Duration.ofMillis(100);

  @Override
  public Outlet open() throws IOException {
    if (address instanceof SyslogAddress.Udp udp) {
      return datagrams(udp);
    }
    if (address instanceof SyslogAddress.Tcp tcp) {
      return new Stream(SocketChannel.open(resolved(tcp.host(), tcp.port())));
    }
    SyslogAddress.Unix unix = (SyslogAddress.Unix) address;
    return switch (unix.kind()) {
      case DATAGRAMS -> datagrams(unix);
      case STREAM -> stream(unix);
      case EITHER -> {
        try {
          yield stream(unix);
        } catch (ConnectException e) {
          throw e;
        } catch (SocketException e) {
          yield datagrams(unix);
        }
      }
    };
  }

  private static Outlet datagrams(SyslogAddress.Unix unix) throws IOException {
    UnixDatagrams socket = UnixDatagrams.to(unix.path());
    return new Datagrams(datagram -> socket.offer(datagram, PATIENCE), socket);
  }

  /** Not connected: nobody wants to hear that nobody listens, as little as in gunicorn. */
  private static Outlet datagrams(SyslogAddress.Udp udp) throws IOException {
    InetSocketAddress listener = resolved(udp.host(), udp.port());
    DatagramChannel channel = DatagramChannel.open();
    return new Datagrams(datagram -> channel.send(datagram, listener) > 0, channel);
  }

  private static Outlet stream(SyslogAddress.Unix unix) throws IOException {
    return new Stream(SocketChannel.open(UnixDomainSocketAddress.of(unix.path())));
  }

  private static InetSocketAddress resolved(String host, int port) throws IOException {
    // Looked up each time it is opened: the host may have moved.
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException("no such host: " + host);
    }
    return address;
  }

  /** A new connection knows nothing of half a message. */
  @Override
  public boolean continuesAfterFailure() {
    return false;
  }

  private interface Sender {
    /** Returns false if there is no room, and nothing was sent. */
    boolean send(ByteBuffer datagram) throws IOException;
  }

  private record Datagrams(Sender sender, Closeable socket) implements Outlet {
    @Override
    public void write(ByteBuffer[] entries) throws IOException {
      ByteBuffer entry = entries[0];
      if (sender.send(entry.slice(0, entry.limit() - 1))) {
        entry.position(entry.limit());
      }
    }

    @Override
    public int batch() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private record Stream(SocketChannel channel) implements Outlet {
    private static final int BATCH = 64 * 1024;

    @Override
    public void write(ByteBuffer[] entries) throws IOException {
      checkOpen();
      channel.write(entries);
    }

    /**
     * What is written to a connection that syslog has closed, as it does when it is restarted, is
     * lost.
     */
    private void checkOpen() throws IOException {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(64));
      channel.configureBlocking(true);
      if (read < 0) {
        throw new EOFException("syslog has closed the connection");
      }
    }

    @Override
    public int batch() {
      return BATCH;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
