package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.RunningSettings.CHDIR;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.file.Files;

/** The directory at which relative paths start; the settings have taken it into account. */
final class WorkingDirectory {
  private WorkingDirectory() {}

  static void check(Settings settings) {
    settings
        .get(CHDIR)
        .filter(directory -> !Files.isDirectory(directory))
        .ifPresent(
            directory -> {
              throw new UnusableSettingException(
                  CHDIR, "relative paths cannot start at `" + directory + "`", "no such directory");
            });
  }
}
