package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.Setting.defaultFrom;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.offFlag;
import static dev.jetticorn.connector.settings.model.ValueType.bool;
import static dev.jetticorn.connector.settings.model.ValueType.optional;
import static dev.jetticorn.connector.settings.model.ValueType.path;
import static dev.jetticorn.connector.settings.model.ValueType.text;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.nio.file.Path;
import java.util.Optional;

/** The process and how it is controlled. */
public final class RunningSettings {
  private static final String OWNER = "the process does not change its owner";
  private static final String SYSTEMD_OWNER = "use `User=` and `Group=` of systemd";

  static final Section SECTION =
      Section.titled("Process")
          .refuse(
              never(
                      "daemon",
                      "the process does not leave the foreground",
                      "run it under systemd or in a container")
                  .flags("-D")
                  .asSwitch()
                  .gunicornDefault("False"),
              never(
                      "enable_stdio_inheritance",
                      "there is no daemon that could inherit",
                      "run it under systemd or in a container")
                  .flags("-R")
                  .asSwitch()
                  .gunicornDefault("False"),
              never("user", OWNER, SYSTEMD_OWNER)
                  .flags("-u")
                  .gunicornDefault("the user of the process"),
              never("group", OWNER, SYSTEMD_OWNER)
                  .flags("-g")
                  .gunicornDefault("the group of the process"),
              never("umask", "Java cannot change it", "use `UMask=` of systemd")
                  .flags("-m")
                  .gunicornDefault("0"),
              never("initgroups", OWNER, SYSTEMD_OWNER).asSwitch().gunicornDefault("False"),
              never(
                  "worker_tmp_dir",
                  "there is no heartbeat file",
                  "leave it out; `tmp_upload_dir` is for temporary files"),
              never("spew", "Java has better tracing", "use the JDK's Flight Recorder")
                  .asSwitch()
                  .gunicornDefault("False"),
              never("pythonpath", "it is for Python", "put classes and jars into the WAR"),
              never("paste", "it is for Python", "name a web application with `war`")
                  .flags("--paster"),
              never("raw_paste_global_conf", "it is for Python", "leave it out")
                  .flags("--paste-global")
                  .gunicornDefault("[]"));

  public static final Setting<Optional<Path>> CHDIR =
      SECTION.setting(
          "chdir",
          optional(path()),
          Optional.empty(),
          """
          The directory at which the relative paths of all other settings start.

          When nothing is said, it is the working directory, at which `config` starts in any case.
          The working directory itself stays: Java cannot change it.
          """,
          gunicornDefault("the working directory"));

  public static final Setting<Boolean> SENDFILE =
      SECTION.setting(
          "sendfile",
          bool(),
          true,
          """
          Map the static files of the web application into memory to send them.

          Off reads them into buffers of the heap. When the environment has SENDFILE, that is the
          default.
          """,
          offFlag("--no-sendfile"),
          gunicornDefault("True, unless the environment has SENDFILE"),
          defaultFrom("SENDFILE", said -> said));

  public static final Setting<Optional<String>> PROC_NAME =
      SECTION.setting(
          "proc_name",
          optional(text("NAME")),
          Optional.empty(),
          """
          The name of this server, for who runs several.

          The names of its threads and the lines of the error log begin with it, and syslog has it
          where `syslog_prefix` says nothing else.
          """,
          flags("-n", "--name"));

  public static final Setting<String> DEFAULT_PROC_NAME =
      SECTION.setting(
          "default_proc_name",
          text("NAME"),
          "jetticorn",
          """
          The name of this server where `proc_name` gives none.

          The default does not appear in the lines of the error log.
          """,
          gunicornDefault("gunicorn"));

  private RunningSettings() {}
}
