package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.orAuto;
import static dev.jetticorn.connector.settings.model.ValueType.path;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/** The socket by which an operator talks to a running server. */
public final class ControlSettings {
  static final Section SECTION = Section.titled("Control");

  public static final Setting<Optional<Path>> CONTROL_SOCKET =
      SECTION.setting(
          "control_socket",
          orAuto(path()),
          Optional.empty(),
          """
          The unix socket that takes commands: `java -jar connector.jar ctl show stats`.

          `auto` is `$XDG_RUNTIME_DIR/jetticorn.ctl`, or `~/.jetticorn/jetticorn.ctl` where there is no such directory. When another
          server of the same user has that one, there is none.
          """,
          gunicornDefault("$XDG_RUNTIME_DIR/gunicorn.ctl or ~/.gunicorn/gunicorn.ctl"));

  public static final Setting<Set<PosixFilePermission>> CONTROL_SOCKET_MODE =
      SECTION.setting(
          "control_socket_mode",
          new FileModeType(),
          FileModeType.OWNER,
          """
          The permissions of the control socket: who may write to it may stop the server.
          """);

  public static final Setting<Boolean> CONTROL_SOCKET_DISABLE =
      SECTION.setting(
          "control_socket_disable",
          bool(),
          false,
          """
          Have no control socket.
          """,
          flags("--no-control-socket"));

  private ControlSettings() {}
}
