package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A file and the setting that names it, which is where a problem with the file points. */
record SettingFile(Setting<?> setting, Path path) {

  /** More than any bundle of certificates has, less than would hurt to read by mistake. */
  private static final long LARGEST = 16L * 1024 * 1024;

  byte[] bytes() {
    try {
      if (Files.isDirectory(path)) {
        throw problem("%s is a directory", "a file is expected");
      }
      if (Files.size(path) > LARGEST) {
        throw problem("%s is too large to be a PEM file", "more than 16 MiB");
      }
      byte[] bytes = Files.readAllBytes(path);
      if (bytes.length == 0) {
        throw problem("%s is empty", "an empty file");
      }
      return bytes;
    } catch (NoSuchFileException e) {
      UnusableSettingException problem = problem("%s does not exist", "no such file").causedBy(e);
      throw path.isAbsolute() ? problem : problem.note("looked for " + path.toAbsolutePath());
    } catch (AccessDeniedException e) {
      throw problem("%s cannot be read", "permission denied")
          .help("let the user that runs the server read the file")
          .causedBy(e);
    } catch (IOException e) {
      throw problem("%s cannot be read", reason(e)).causedBy(e);
    }
  }

  /**
   * A problem with this file.
   *
   * @param headline what is wrong, with {@code %s} where the file is to be named
   */
  UnusableSettingException problem(String headline, String label) {
    return new UnusableSettingException(setting, headline.replace("%s", toString()), label);
  }

  /** The file in the words of a message. */
  @Override
  public String toString() {
    return "`" + path + "`";
  }

  /** What the system says, without the path that it repeats. */
  private static String reason(IOException e) {
    Optional<String> reason =
        Optional.ofNullable(
            e instanceof FileSystemException failure ? failure.getReason() : e.getMessage());
    return reason.orElse("the system refuses to read it");
  }
}
