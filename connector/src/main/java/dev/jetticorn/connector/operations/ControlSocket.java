package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET;
import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET_DISABLE;
import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET_MODE;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.unix.UnixSocketFile;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A unix socket that takes commands: a JSON object in a line, and one in a line for an answer.
 *
 * <p>It has threads of its own, so that it answers however busy the server is, and a client can
 * hold one of them and nothing else.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);

  /** Operators are few; whoever has more connections means no good. */
  private static final int CLIENTS = 16;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final UnixSocketFile socket;
  private final ControlCommands commands;
  private final Set<ControlConnection> clients = ConcurrentHashMap.newKeySet();
  private final Thread acceptor = new Thread(this::accept, "jetticorn-control");

  private ControlSocket(UnixSocketFile socket, ControlCommands commands) {
    this.socket = socket;
    this.commands = commands;
    acceptor.setDaemon(true);
  }

  /**
   * Opens the socket, unless the settings do not want one.
   *
   * <p>Where nobody said which one, and it is another server's or cannot be had, there is none.
   *
   * @throws UnusableSettingException when the one that is wanted cannot be had
   */
  public static Optional<ControlSocket> open(Settings settings, ControlCommands commands) {
    if (settings.get(CONTROL_SOCKET_DISABLE)) {
      return Optional.empty();
    }
    Path path = ControlSocketPath.of(settings, System.getenv());
    try {
      if (settings.get(CONTROL_SOCKET).isEmpty()) {
        ControlSocketPath.makeDirectory(path);
      }
      ControlSocket opened =
          new ControlSocket(
              UnixSocketFile.bind(path, CLIENTS, settings.get(CONTROL_SOCKET_MODE)), commands);
      opened.acceptor.start();
      LOG.info("Control socket listening at {}", path);
      return Optional.of(opened);
    } catch (IOException e) {
      if (settings.get(CONTROL_SOCKET).isPresent()) {
        throw new UnusableSettingException(
                CONTROL_SOCKET, "cannot listen at `" + path + "`", ControlSocketPath.why(path, e))
            .causedBy(e);
      }
      LOG.info("No control socket at {}: {}", path, ControlSocketPath.why(path, e));
      return Optional.empty();
    }
  }

  private void accept() {
    while (true) {
      try {
        SocketChannel channel = socket.channel().accept();
        if (clients.size() >= CLIENTS) {
          ControlConnection.refuse(channel);
          continue;
        }
        ControlConnection client = new ControlConnection(channel, commands, clients::remove);
        clients.add(client);
        client.start();
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException e) {
        LOG.warn("a control client was not accepted: {}", e.getMessage());
        // Too many open files, most likely, and then it would go on like this.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Removes the socket. A client whose command is being carried out still gets its answer. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.warn("the control socket {} was not removed: {}", socket.path(), e.getMessage());
    }
  }
}
