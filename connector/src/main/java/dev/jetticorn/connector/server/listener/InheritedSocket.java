package dev.jetticorn.connector.server.listener;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.ProtocolFamily;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.spi.SelectorProvider;

/**
 * A listening socket that the process was started with.
 *
 * <p>Java only has {@code System.inheritedChannel()}, for descriptor 0, which closes standard
 * output and standard error as well. What it is made of knows any descriptor; the manifest of
 * connector.jar opens that package (docs/decisions/0029).
 */
final class InheritedSocket {
  private static final String PACKAGE = "sun.nio.ch.";
  private static final int STREAM = 1;

  private InheritedSocket() {}

  /**
   * Makes a channel of the socket with this descriptor.
   *
   * @throws SocketException if it is no socket that accepts connections
   */
  static ServerSocketChannel at(int descriptor) throws IOException {
    try {
      Class<?> inherited = Class.forName(PACKAGE + "InheritedChannel");
      if ((int) call(inherited, "soType0", descriptor) != STREAM) {
        throw new SocketException("not a stream socket that this process has");
      }
      if ((boolean) call(inherited, "isConnected", descriptor)) {
        throw new SocketException("a connection, which does not listen");
      }
      Constructor<?> channel =
          Class.forName(PACKAGE + "ServerSocketChannelImpl")
              .getDeclaredConstructor(
                  SelectorProvider.class,
                  ProtocolFamily.class,
                  FileDescriptor.class,
                  boolean.class);
      channel.setAccessible(true);
      Object socket = call(Class.forName(PACKAGE + "IOUtil"), "newFD", descriptor);
      return (ServerSocketChannel)
          channel.newInstance(SelectorProvider.provider(), family(descriptor), socket, true);
    } catch (InvocationTargetException e) {
      throw new SocketException(String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      throw new SocketException(
          "this Java does not let sockets be inherited without the option"
              + " --add-opens java.base/sun.nio.ch=ALL-UNNAMED");
    }
  }

  /** Whether it is a unix socket. What cannot be asked is not; {@link #at} says why it cannot. */
  static boolean isUnix(int descriptor) {
    try {
      return family(descriptor) == StandardProtocolFamily.UNIX;
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      return false;
    }
  }

  private static ProtocolFamily family(int descriptor) throws ReflectiveOperationException {
    Class<?> inherited = Class.forName(PACKAGE + "InheritedChannel");
    int number = (int) call(inherited, "addressFamily", descriptor);
    return (ProtocolFamily) call(inherited, "protocolFamily", number);
  }

  private static Object call(Class<?> type, String method, int argument)
      throws ReflectiveOperationException {
    Method found = type.getDeclaredMethod(method, int.class);
    found.setAccessible(true);
    return found.invoke(null, argument);
  }
}
