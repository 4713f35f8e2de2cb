package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.unix.UnixSocket;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** A unix socket that somebody else has bound, whose file is theirs: it stays, as it is. */
record InheritedUnixSocket(ServerSocketChannel channel) implements UnixSocket {
  static InheritedUnixSocket at(int descriptor) throws IOException {
    return new InheritedUnixSocket(InheritedSocket.at(descriptor));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
