package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.TMP_UPLOAD_DIR;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The directory of one deployment: the unpacked WAR, compiled pages and uploaded parts. */
final class TemporaryDirectory {
  private static final String PREFIX = "jetticorn-";

  private TemporaryDirectory() {}

  static void check(Settings settings) {
    settings.get(TMP_UPLOAD_DIR).ifPresent(TemporaryDirectory::check);
  }

  private static void check(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw unusable(directory, "no such directory");
    }
    if (!Files.isWritable(directory)) {
      throw unusable(directory, "not writable");
    }
  }

  /** Makes a directory that no other deployment shares; the context removes it when it stops. */
  static Path create(Settings settings) {
    Optional<Path> parent = settings.get(TMP_UPLOAD_DIR);
    parent.ifPresent(TemporaryDirectory::check);
    try {
      return parent.isPresent()
          ? Files.createTempDirectory(parent.get(), PREFIX)
          : Files.createTempDirectory(PREFIX);
    } catch (IOException e) {
      throw parent
          .<RuntimeException>map(directory -> unusable(directory, "no file can be made in it"))
          .orElseGet(() -> new UncheckedIOException(e));
    }
  }

  private static UnusableSettingException unusable(Path directory, String label) {
    return new UnusableSettingException(
        TMP_UPLOAD_DIR, "cannot write to the directory `" + directory + "`", label);
  }
}
