package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.Setting.alias;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.Setting.positional;
import static dev.jetticorn.connector.settings.model.Setting.repeatable;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
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
import java.util.Locale;
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
                  "name a web application with `war`"));

  public static final Setting<Optional<List<WarLocation>>> WAR =
      SECTION.setting(
          "war",
          optional(listOf(new WarLocationType())),
          Optional.empty(),
          """
          The web applications: WAR files, or directories that hold an unpacked one.

          One is enough, and is served at `root_path`. Of several each says its context path:
          `/shop=shop.war, /=root.war`. The word of the command line that belongs to no flag means
          the same: `java -jar connector.jar app.war`.
          """,
          positional(),
          repeatable(),
          notInGunicorn());

  public static final Setting<Optional<Path>> WEBAPPS =
      SECTION.setting(
          "webapps",
          optional(path()),
          Optional.empty(),
          """
          A directory whose WAR files and unpacked web applications are all served.

          `shop.war` is served at `/shop`, `a#b.war` at `/a/b`, `ROOT.war` at `/`. The directory is
          looked at once a second: what is new is started, what has changed is replaced, what is
          gone is stopped. Names that begin with a dot are passed over; those that make no path,
          like `my shop.war`, are reported.
          """,
          notInGunicorn());

  public static final Setting<String> ROOT_PATH =
      SECTION.setting(
          "root_path",
          new RootPathType(),
          "",
          """
          The context path of the web application.

          Empty means that it answers every path. With several web applications, what their context
          paths begin with.
          """,
          alias("context_path"));

  public static final Setting<Boolean> RELOAD =
      SECTION.setting(
          "reload",
          bool(),
          false,
          """
          Reload when the web application changes, as SIGHUP does.

          The WAR file or directory is looked at once a second. A new web application that does not
          start leaves the old one serving.
          """);

  public static final Setting<ReloadEngine> RELOAD_ENGINE =
      SECTION.setting(
          "reload_engine",
          choice(reloadEngineWords()),
          ReloadEngine.AUTO,
          """
          How changes are noticed: files are looked at, whatever is said here.
          """);

  public static final Setting<Optional<List<FilePattern>>> RELOAD_EXTRA_FILES =
      SECTION.setting(
          "reload_extra_files",
          optional(listOf(new FilePatternType())),
          Optional.empty(),
          """
          More files whose change reloads, with `reload`: paths and patterns such as `conf/*.xml`.

          `**` stands for any directories.
          """,
          flags("--reload-extra-file"),
          gunicornDefault("[]"),
          repeatable());

  public static final Setting<Boolean> PRELOAD_APP =
      SECTION.setting(
          "preload_app",
          bool(),
          false,
          """
          Accepted for gunicorn's sake: the web application is always loaded before the first request.
          """,
          flags("--preload"));

  public static final Setting<Optional<Path>> TMP_UPLOAD_DIR =
      SECTION.setting(
          "tmp_upload_dir",
          optional(path()),
          Optional.empty(),
          """
          The directory for uploads and other temporary files of the web application.

          When nothing is said, it is the temporary directory of the system.
          """);

  public static final Setting<SessionStore> SESSION_STORE =
      SECTION.setting(
          "session_store",
          new SessionStoreType(),
          new SessionStore.Memory(),
          """
          Where sessions are kept: in memory, in files, or in a PostgreSQL database.

          In files (`file:DIR`) and in PostgreSQL they survive a restart, and several servers may
          share a database: `jdbc:postgresql://HOST/DATABASE?user=USER&password=PASSWORD`. Each
          request then has the session as it was stored when the request began, and what it changes
          is stored before its response begins. Attributes must be serializable. The URL is never
          printed; JETTICORN_SESSION_STORE keeps it off the command line.
          """,
          notInGunicorn());

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
          A value with a comma stands in quotation marks, with its name. Values may be secrets:
          they are never printed, only their names are.
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

  public static final Setting<Optional<Path>> LIB =
      SECTION.setting(
          "lib",
          optional(path()),
          Optional.empty(),
          """
          A directory with jars for the server itself: hooks, for example.

          A hook is a class that implements `dev.jetticorn.bridge.ServerListener` and is named in
          `META-INF/services`. The web application does not see these jars.
          """,
          notInGunicorn());

  /** A command has nothing to serve without a web application; a program may have servlets. */
  public static final Rule A_WAR_IS_NAMED =
      new Rule(
          List.of(WAR, WEBAPPS),
          settings ->
              settings.get(WAR).isPresent()
                      || settings.get(WEBAPPS).isPresent()
                      || settings.get(ConfigSettings.PRINT_CONFIG)
                  ? List.of()
                  : List.of(
                      new Objection(WAR, "no web application is named", "nothing to serve")
                          .help("name a WAR: `java -jar connector.jar app.war`")
                          .help("`--help` lists what else can be said")));

  private ApplicationSettings() {}

  private static Map<ReloadEngine, List<String>> reloadEngineWords() {
    var words = new EnumMap<ReloadEngine, List<String>>(ReloadEngine.class);
    for (ReloadEngine value : ReloadEngine.values()) {
      words.put(value, List.of(value.name().toLowerCase(Locale.ROOT)));
    }
    return words;
  }

  private static Map<EarlyHintsMode, List<String>> earlyHintsWords() {
    var words = new EnumMap<EarlyHintsMode, List<String>>(EarlyHintsMode.class);
    words.put(EarlyHintsMode.ON, List.of("on", "true", "yes", "1"));
    words.put(EarlyHintsMode.H2, List.of("h2"));
    words.put(EarlyHintsMode.OFF, List.of("off", "false", "no", "0"));
    return words;
  }
}
