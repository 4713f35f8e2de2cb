package dev.jetticorn.it.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for the few tests that must know one before a server has it. */
public final class Ports {
  private Ports() {}

  /** A port of the loopback address that was free a moment ago. */
  public static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
