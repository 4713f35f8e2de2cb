package dev.jetticorn.connector.operations;

import static dev.jetticorn.connector.settings.LogSettings.PIDFILE;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The file that holds the process id while the server runs. */
public final class PidFile implements AutoCloseable {
  private static final long PID = ProcessHandle.current().pid();
  private static final String CONTENT = PID + "\n";

  private final Path file;

  private PidFile(Path file) {
    this.file = file;
  }

  /**
   * Writes the file, if the settings want one.
   *
   * @throws UnusableSettingException when the file names a process that runs, is no pid file, or
   *     cannot be written
   */
  public static Optional<PidFile> write(Settings settings) {
    return settings.get(PIDFILE).map(file -> write(file.toAbsolutePath()));
  }

  /**
   * Checks what does not depend on whether a server runs.
   *
   * @throws UnusableSettingException when the file could not be written
   */
  public static void check(Settings settings) {
    settings
        .get(PIDFILE)
        .map(Path::toAbsolutePath)
        .flatMap(PidFile::obstacle)
        .ifPresent(
            why -> {
              throw new UnusableSettingException(PIDFILE, "the pid file cannot be written", why);
            });
  }

  private static PidFile write(Path file) {
    try {
      if (Files.exists(file)) {
        checkStale(file);
      }
      replace(file);
    } catch (IOException e) {
      throw new UnusableSettingException(PIDFILE, "the pid file cannot be written", why(file, e))
          .causedBy(e);
    }
    return new PidFile(file);
  }

  /** Removes the file, unless it names another process by now. */
  @Override
  public void close() {
    try {
      if (read(file).equals(CONTENT)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // It is gone already, or it stays and is stale: the next start replaces it.
    }
  }

  private static void checkStale(Path file) throws IOException {
    String content = read(file).strip();
    if (content.isEmpty()) {
      return;
    }
    if (!content.matches("\\d{1,18}")) {
      throw new UnusableSettingException(
              PIDFILE, "the pid file cannot be written", "there is another kind of file")
          .note("a pid file holds a number and nothing else");
    }
    long pid = Long.parseLong(content);
    // In a container each server is process 1, and so was the one that left the file behind.
    if (pid != PID && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      throw new UnusableSettingException(
              PIDFILE, "already running on PID " + pid, "names a process that runs")
          .help("if that process is something else, remove the file");
    }
  }

  /** At once, so that nobody reads half a number. */
  private static void replace(Path file) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try {
      Files.writeString(draft, CONTENT);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static String read(Path file) throws IOException {
    // Whatever bytes it has, they are text in this encoding.
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static String why(Path file, IOException e) {
    return obstacle(file)
        .orElseGet(
            () ->
                e instanceof AccessDeniedException
                    ? "permission denied"
                    : String.valueOf(e.getMessage()));
  }

  private static Optional<String> obstacle(Path file) {
    Path directory = file.getParent();
    if (Files.isDirectory(file)) {
      return Optional.of("it is a directory");
    }
    if (directory != null && !Files.isDirectory(directory)) {
      return Optional.of("there is no directory " + directory);
    }
    return Optional.empty();
  }
}
