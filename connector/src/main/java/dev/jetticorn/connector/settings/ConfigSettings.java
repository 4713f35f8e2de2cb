package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.forOneRun;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInFiles;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.Optional;

/** Where the settings come from, and what is to be done with them. */
public final class ConfigSettings {
  static final Section SECTION = Section.titled("Config file");

  public static final Setting<Optional<Path>> CONFIG =
      SECTION.setting(
          "config",
          optional(path()),
          Optional.empty(),
          """
          The properties file to read.

          When nothing is said, `./server.properties` is read if it exists. A file cannot name
          another one: this setting belongs on the command line or in the environment.
          """,
          flags("-c"),
          gunicornDefault("./gunicorn.conf.py"),
          forOneRun(),
          notInFiles());

  public static final Setting<Boolean> CHECK_CONFIG =
      SECTION.setting(
          "check_config",
          bool(),
          false,
          """
          Check the settings and exit: with status 0 when the server could start with them.
          """,
          forOneRun());

  public static final Setting<Boolean> PRINT_CONFIG =
      SECTION.setting(
          "print_config",
          bool(),
          false,
          """
          Print the value of every setting, and where it came from, and exit.

          The output is a properties file that loads back to the same settings. A password is not
          printed; a comment stands in its place.
          """,
          forOneRun());

  private ConfigSettings() {}
}
