package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.ControlSettings.CONTROL_SOCKET;

import dev.jetticorn.connector.settings.model.Settings;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where the control socket is, for the server and for who wants to talk to it. */
public final class ControlSocketPath {
  private ControlSocketPath() {}

  /**
   * The path that is set, or as in gunicorn {@code $XDG_RUNTIME_DIR/jetticorn.ctl}, or {@code
   * ~/.jetticorn/jetticorn.ctl} where there is no such directory.
   */
  public static Path of(Settings settings, Map<String, String> environment) {
    return settings.get(CONTROL_SOCKET).orElseGet(() -> usual(environment)).toAbsolutePath();
  }

  private static Path usual(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
        .filter(directory -> !directory.isEmpty())
        .map(Path::of)
        .filter(Files::isDirectory)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "."), ".jetticorn"))
        .resolve("jetticorn.ctl");
  }

  /** Makes the directory of a path that nobody chose; others cannot look into it. */
  static void makeDirectory(Path path) throws IOException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
  }

  static String why(Path path, IOException e) {
    Path directory = path.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      return "there is no directory " + directory;
    }
    return e instanceof AccessDeniedException
        ? "permission denied"
        : String.valueOf(e.getMessage());
  }
}
