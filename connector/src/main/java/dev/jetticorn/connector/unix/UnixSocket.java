package dev.jetticorn.connector.unix;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;

/** A unix socket that is listened on. */
public interface UnixSocket {
  /** Accepts the connections. */
  ServerSocketChannel channel();

  /** Stops listening, and tidies up what is ours. */
  void close() throws IOException;
}
