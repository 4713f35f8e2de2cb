package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.RefusedSetting.notYet;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the server writes down. */
public final class LogSettings {
  static final Section SECTION =
      Section.titled("Logging")
          .refuse(
              notYet("capture_output", "Sends what the application prints to the error log.")
                  .asSwitch()
                  .gunicornDefault("False"),
              never("logger_class", "it names a class of Python", "leave it out")
                  .gunicornDefault("gunicorn.glogging.Logger"),
              never(
                      "logconfig_dict",
                      "it configures logging of Python",
                      "leave it out; `loglevel` and `errorlog` work")
                  .gunicornDefault("{}"),
              notYet("logconfig", "Takes a configuration of Logback.").flags("--log-config"),
              notYet("logconfig_json", "Logs in JSON.").flags("--log-config-json"),
              notYet("syslog", "Logs to syslog.")
                  .flags("--log-syslog")
                  .asSwitch()
                  .gunicornDefault("False"),
              notYet("syslog_addr", "Says where syslog is.")
                  .flags("--log-syslog-to")
                  .gunicornDefault("udp://localhost:514"),
              notYet("syslog_prefix", "Names the program in syslog.").flags("--log-syslog-prefix"),
              notYet("syslog_facility", "Names the facility in syslog.")
                  .flags("--log-syslog-facility")
                  .gunicornDefault("user"),
              notYet("disable_redirect_access_to_syslog", "Keeps the access log out of syslog.")
                  .asSwitch()
                  .gunicornDefault("False"));

  public static final Setting<Optional<LogTarget>> ACCESSLOG =
      SECTION.setting(
          "accesslog",
          optional(LogTargetType.orStandardOutput()),
          Optional.empty(),
          """
          Where each request is logged; nowhere when nothing is said.
          """,
          flags("--access-logfile"));

  public static final Setting<String> ACCESS_LOG_FORMAT =
      SECTION.setting(
          "access_log_format",
          new AccessLogFormatType(),
          "%(h)s %(l)s %(u)s %(t)s \"%(r)s\" %(s)s %(b)s \"%(f)s\" \"%(a)s\"",
          """
          What the access log says of a request.

          Its atoms are gunicorn's: `%(h)s` the client's address, `%(u)s` the user, `%(t)s` the
          time, `%(r)s` the request line, `%(m)s` the method, `%(U)s` the path, `%(q)s` the query,
          `%(H)s` the protocol, `%(s)s` the status, `%(B)s` the bytes of the body (`%(b)s` with a
          dash for none), `%(f)s` the referer, `%(a)s` the user agent, `%(T)s` the time taken in
          seconds (`%(M)s` milliseconds, `%(D)s` microseconds, `%(L)s` seconds with decimals),
          `%(p)s` the process id, `%(l)s` a dash; `%({name}i)s` a request header, `%({name}o)s` a
          response header, `%({name}e)s` a request attribute. `%%` is a percent sign.

          These are ours: `%(protocol)s` the protocol by its name in ALPN (`h2`, `h2c`,
          `http/1.1`), `%(tls_version)s` the version of TLS, `%(stream_id)s` and `%(weight)s` the
          number and the weight of the HTTP/2 stream, `%(urgency)s` the urgency (RFC 9218).

          The value `json` stands for a JSON object on each line, which has all of this by name.
          """,
          flags("--access-logformat"));

  public static final Setting<LogTarget> ERRORLOG =
      SECTION.setting(
          "errorlog",
          LogTargetType.orStandardError(),
          new LogTarget.StandardError(),
          """
          Where the server logs what happens to it.
          """,
          flags("--error-logfile", "--log-file"));

  public static final Setting<LogLevel> LOGLEVEL =
      SECTION.setting(
          "loglevel",
          choice(levelWords()),
          LogLevel.INFO,
          """
          How serious an entry of the error log is at least.
          """,
          flags("--log-level"));

  public static final Setting<Optional<Path>> PIDFILE =
      SECTION.setting(
          "pidfile",
          optional(path()),
          Optional.empty(),
          """
          The file that holds the process id while the server runs.
          """,
          flags("-p", "--pid"));

  private LogSettings() {}

  private static Map<LogLevel, List<String>> levelWords() {
    var words = new EnumMap<LogLevel, List<String>>(LogLevel.class);
    for (LogLevel level : LogLevel.values()) {
      words.put(level, List.of(level.name().toLowerCase(Locale.ROOT)));
    }
    return words;
  }
}
