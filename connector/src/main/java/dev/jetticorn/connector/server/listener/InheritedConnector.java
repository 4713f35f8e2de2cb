package dev.jetticorn.connector.server.listener;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Server;

/** Listens on a socket that somebody else has bound. */
final class InheritedConnector extends DrainingServerConnector {
  private final int descriptor;

  InheritedConnector(Server server, Predicate<Connection> busy, int descriptor) {
    super(server, busy);
    this.descriptor = descriptor;
  }

  @Override
  protected ServerSocketChannel openAcceptChannel() throws IOException {
    return InheritedSocket.at(descriptor);
  }
}
