package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;
import static dev.jetticorn.connector.settings.model.ValueType.text;

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
              never("logger_class", "it names a class of Python", "leave it out")
                  .gunicornDefault("gunicorn.glogging.Logger"),
              never(
                      "logconfig_dict",
                      "it configures logging of Python",
                      "leave it out; `loglevel` and `errorlog` work")
                  .gunicornDefault("{}"));

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
          choice(words(LogLevel.class)),
          LogLevel.INFO,
          """
          How serious an entry of the error log is at least.
          """,
          flags("--log-level"));

  public static final Setting<Boolean> CAPTURE_OUTPUT =
      SECTION.setting(
          "capture_output",
          bool(),
          false,
          """
          Sends what the application prints to the error log, line by line.

          That is what it writes to `System.out` and `System.err`. The lines stay as they are,
          whatever the `loglevel`. Where `errorlog` is standard error, they go there.
          """);

  public static final Setting<Optional<Path>> LOGCONFIG =
      SECTION.setting(
          "logconfig",
          optional(path()),
          Optional.empty(),
          """
          A file of Logback that says where the error log goes, in place of `errorlog`.

          Its logger `gunicorn.access` has the lines of the access log, as well as the file of
          `accesslog` if there is one. `loglevel` is the level of the root where the file says
          none.
          """,
          flags("--log-config"));

  public static final Setting<Boolean> LOGCONFIG_JSON =
      SECTION.setting(
          "logconfig_json",
          new JsonLogsType(),
          false,
          """
          Writes an object of JSON for each entry of the error log and, unless `access_log_format`
          is set, for each request.
          """,
          flags("--log-config-json"),
          gunicornDefault("None"));

  public static final Setting<Boolean> SYSLOG =
      SECTION.setting(
          "syslog",
          bool(),
          false,
          """
          Sends the error log and the access log to syslog, beside where else they go.

          A message is `gunicorn.PREFIX.error: [PID] text`, or the same with `access`, as
          gunicorn sends it. One that is longer than 8192 bytes is cut, and each line of a stack
          trace is a message.
          """,
          flags("--log-syslog"));

  public static final Setting<SyslogAddress> SYSLOG_ADDR =
      SECTION.setting(
          "syslog_addr",
          new SyslogAddressType(),
          new SyslogAddress.Udp("localhost", 514),
          """
          Where syslog listens.

          A unix socket takes datagrams, as `/dev/log` does, or a stream; `#dgram` or `#stream`
          behind its path says which of the two it must be. Over `tcp://` and a stream each message
          ends with a line end. What cannot be sent waits and is sent later, but for `udp://`.
          """,
          flags("--log-syslog-to"));

  public static final Setting<Optional<String>> SYSLOG_PREFIX =
      SECTION.setting(
          "syslog_prefix",
          optional(text("NAME")),
          Optional.empty(),
          """
          The name of this server in syslog; `proc_name` when nothing is said.
          """,
          flags("--log-syslog-prefix"));

  public static final Setting<SyslogFacility> SYSLOG_FACILITY =
      SECTION.setting(
          "syslog_facility",
          choice(words(SyslogFacility.class)),
          SyslogFacility.USER,
          """
          The facility of the messages in syslog.
          """,
          flags("--log-syslog-facility"));

  public static final Setting<Boolean> DISABLE_REDIRECT_ACCESS_TO_SYSLOG =
      SECTION.setting(
          "disable_redirect_access_to_syslog",
          bool(),
          false,
          """
          Keeps the access log out of syslog.
          """);

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

  private static <E extends Enum<E>> Map<E, List<String>> words(Class<E> type) {
    var words = new EnumMap<E, List<String>>(type);
    for (E value : type.getEnumConstants()) {
      words.put(value, List.of(value.name().toLowerCase(Locale.ROOT)));
    }
    return words;
  }
}
