package dev.jetticorn.connector.log;

import dev.jetticorn.connector.settings.SyslogAddress;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;

/** The sockets of syslog. */
abstract sealed class SyslogOutput implements LogOutput {

  static SyslogOutput to(SyslogAddress address) {
    if (address instanceof SyslogAddress.Udp udp) {
      return new Datagrams(udp.host(), udp.port());
    }
    return new Stream(address);
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

  private static final class Datagrams extends SyslogOutput {
    private final String host;
    private final int port;

    Datagrams(String host, int port) {
      this.host = host;
      this.port = port;
    }

    @Override
    public int batch() {
      return 0;
    }

    @Override
    public Outlet open() throws IOException {
      InetSocketAddress address = resolved(host, port);
      // Not connected: nobody wants to hear that nobody listens, as little as in gunicorn.
      DatagramChannel channel = DatagramChannel.open();
      return new Outlet() {
        @Override
        public void write(ByteBuffer[] entries) throws IOException {
          channel.send(entries[0], address);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }
  }

  private static final class Stream extends SyslogOutput {
    private static final int BATCH = 64 * 1024;

    private final SyslogAddress address;

    Stream(SyslogAddress address) {
      this.address = address;
    }

    @Override
    public int batch() {
      return BATCH;
    }

    @Override
    public Outlet open() throws IOException {
      SocketChannel channel = SocketChannel.open(socketAddress());
      return new Outlet() {
        @Override
        public void write(ByteBuffer[] entries) throws IOException {
          checkOpen(channel);
          channel.write(entries);
        }

        @Override
        public void close() throws IOException {
          channel.close();
        }
      };
    }

    private SocketAddress socketAddress() throws IOException {
      return address instanceof SyslogAddress.Tcp tcp
          ? resolved(tcp.host(), tcp.port())
          : UnixDomainSocketAddress.of(((SyslogAddress.Unix) address).path());
    }

    /**
     * What is written to a connection that syslog has closed, as it does when it is restarted, is
     * lost.
     */
    private static void checkOpen(SocketChannel channel) throws IOException {
      channel.configureBlocking(false);
      int read = channel.read(ByteBuffer.allocate(64));
      channel.configureBlocking(true);
      if (read < 0) {
        throw new EOFException("syslog has closed the connection");
      }
    }
  }
}
