package dev.jetticorn.connector.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXDatagramSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/** A unix socket that takes datagrams, as {@code /dev/log} does. */
public final class UnixReceiver implements Closeable {
  private static final int DEADLINE_MILLIS = 20_000;

  private final DatagramSocket socket;

  private UnixReceiver(DatagramSocket socket) {
    this.socket = socket;
  }

  public static UnixReceiver at(Path path) throws IOException {
    AFUNIXDatagramSocket socket = AFUNIXDatagramSocket.newInstance();
    socket.bind(AFUNIXSocketAddress.of(path));
    socket.setSoTimeout(DEADLINE_MILLIS);
    return new UnixReceiver(socket);
  }

  /** Waits for the next datagram. */
  public String next() throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
    socket.receive(packet);
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    socket.close();
  }
}
