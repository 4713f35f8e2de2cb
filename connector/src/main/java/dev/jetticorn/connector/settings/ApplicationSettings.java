package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;
import static dev.jetticorn.connector.settings.model.Setting.alias;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.Setting.positional;
import static dev.jetticorn.connector.settings.model.Setting.repeatable;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.listOf;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;
import static dev.jetticorn.connector.settings.model.ValueType.seconds;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The web application and what it is offered. */
public final class ApplicationSettings {
  static final Section SECTION =
      Section.titled("Web application")
          .refuse(
              never(
                  "wsgi_app",
                  "a Python application cannot run here",
                  "name a web application with `war`"),
              notYet("webapps", "Serves every WAR of a directory.").ours(),
              notYet("lib", "Adds the jars of a directory.").ours(),
              notYet("session_store", "Says where sessions are kept.").ours(),
              notYet("preload_app", "Will be accepted: the WAR is always loaded first.")
                  .flags("--preload")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("reload", "Deploys the WAR again when it changes.")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("reload_engine", "Says how changes are noticed.").gunicornDefault("auto"),
              notYet("reload_extra_files", "Names more files to watch.")
                  .flags("--reload-extra-file")
                  .gunicornDefault("[]"));

  public static final Setting<Optional<Path>> WAR =
      SECTION.setting(
          "war",
          optional(path()),
          Optional.empty(),
          """
          The web application: a WAR file, or a directory that holds an unpacked one.

          The word of the command line that belongs to no flag means the same:
          `java -jar connector.jar app.war`.
          """,
          positional(),
          notInGunicorn());

  public static final Setting<String> ROOT_PATH =
      SECTION.setting(
          "root_path",
          new RootPathType(),
          "",
          """
          The context path of the web application.

          Empty means that it answers every path.
          """,
          alias("context_path"));

  public static final Setting<Optional<Path>> TMP_UPLOAD_DIR =
      SECTION.setting(
          "tmp_upload_dir",
          optional(path()),
          Optional.empty(),
          """
          The directory for uploads and other temporary files of the web application.

          When nothing is said, it is the temporary directory of the system.
          """);

  public static final Setting<EarlyHintsMode> EARLY_HINTS =
      SECTION.setting(
          "early_hints",
          choice(earlyHintsWords()),
          EarlyHintsMode.ON,
          """
          To whom the early hints (103) of the web application are sent.

          `on` means clients of HTTP/1.1 and HTTP/2, `h2` those of HTTP/2 alone.
          """,
          notInGunicorn());

  public static final Setting<Optional<List<SystemProperty>>> RAW_ENV =
      SECTION.setting(
          "raw_env",
          optional(listOf(new SystemPropertyType())),
          Optional.empty(),
          """
          System properties for the web application: `raw_env = spring.profiles.active=live`.

          They are set before it starts, for the whole process: Java cannot change the environment.
          A value with a comma stands in quotation marks, with its name.
          """,
          flags("-e", "--env"),
          repeatable(),
          gunicornDefault("[]"));

  public static final Setting<Optional<Duration>> SESSION_TIMEOUT =
      SECTION.setting(
          "session_timeout",
          optional(seconds(0, 31_536_000)),
          Optional.empty(),
          """
          When a session that nobody uses ends; 0 means never.

          When nothing is said, `web.xml` decides, and otherwise it is after half an hour.
          """,
          notInGunicorn());

  /** A command has nothing to serve without a web application; a program may have servlets. */
  public static final Rule A_WAR_IS_NAMED =
      new Rule(
          List.of(WAR),
          settings ->
              settings.get(WAR).isPresent() || settings.get(ConfigSettings.PRINT_CONFIG)
                  ? List.of()
                  : List.of(
                      new Objection(WAR, "no web application is named", "nothing to serve")
                          .help("name a WAR: `java -jar connector.jar app.war`")
                          .help("`--help` lists what else can be said")));

  private ApplicationSettings() {}

  private static Map<EarlyHintsMode, List<String>> earlyHintsWords() {
    var words = new EnumMap<EarlyHintsMode, List<String>>(EarlyHintsMode.class);
    words.put(EarlyHintsMode.ON, List.of("on", "true", "yes", "1"));
    words.put(EarlyHintsMode.H2, List.of("h2"));
    words.put(EarlyHintsMode.OFF, List.of("off", "false", "no", "0"));
    return words;
  }
}
