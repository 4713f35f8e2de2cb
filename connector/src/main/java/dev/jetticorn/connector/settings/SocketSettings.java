package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.defaultFrom;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.repeatable;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.integer;
import static dev.jetticorn.connector.settings.model.ValueType.listOf;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sockets that the server listens on. */
public final class SocketSettings {
  static final Section SECTION = Section.titled("Sockets");

  public static final Setting<List<ListenAddress>> BIND =
      SECTION.setting(
          "bind",
          listOf(new ListenAddressType()),
          List.of(ListenAddress.of("127.0.0.1", 8000)),
          """
          The addresses to listen on.

          Each speaks TLS when `certfile` is set, unless its scheme says otherwise:
          `https://0.0.0.0:8443, http://127.0.0.1:8000`. Port 0 is any free port. Without a port
          it is 8000. `unix:/run/app.sock` is a unix socket; who may connect is up to the file's
          permissions, which follow the umask. `fd://3` is a socket that the process was started
          with. When the environment has PORT, the default is `0.0.0.0:$PORT`; with LISTEN_FDS, as
          systemd sets it, the sockets that it counts.
          """,
          flags("-b"),
          repeatable(),
          defaultFrom("LISTEN_FDS", SocketSettings::descriptors),
          defaultFrom("PORT", port -> "0.0.0.0:" + port));

  public static final Setting<Integer> BACKLOG =
      SECTION.setting(
          "backlog",
          integer(1, Integer.MAX_VALUE),
          2048,
          """
          How many connections may wait to be accepted.

          The operating system may allow fewer.
          """);

  public static final Setting<Boolean> REUSE_PORT =
      SECTION.setting(
          "reuse_port",
          bool(),
          false,
          """
          Let other processes listen on the same address (SO_REUSEPORT).
          """);

  private SocketSettings() {}

  /** systemd hands its sockets over from descriptor 3 on: sd_listen_fds(3). */
  private static String descriptors(String count) {
    return count.matches("[1-9][0-9]{0,2}")
        ? IntStream.range(3, 3 + Integer.parseInt(count))
            .mapToObj(number -> "fd://" + number)
            .collect(Collectors.joining(", "))
        : count;
  }
}
