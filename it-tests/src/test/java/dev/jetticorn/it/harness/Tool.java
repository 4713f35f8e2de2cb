package dev.jetticorn.it.harness;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A client that somebody else wrote. One that is not installed fails the test, never skips it. */
public enum Tool {
  CURL("curl", "curl"),
  NGHTTP("nghttp", "nghttp2-client"),
  H2LOAD("h2load", "nghttp2-client"),
  OPENSSL("openssl", "openssl"),
  CHROMIUM("chromium", "chromium"),
  NGINX("nginx", "nginx-light"),
  HAPROXY("haproxy", "haproxy"),
  /** Debian's own interpreter, because Debian's python3-httpx belongs to it. */
  PYTHON("/usr/bin/python3", "python3-httpx and python3-h2"),
  PSQL("psql", "postgresql"),
  BASH("bash", "bash"),
  LOGROTATE("logrotate", "logrotate"),
  RSYSLOGD("rsyslogd", "rsyslog"),
  SYSTEMD_ANALYZE("systemd-analyze", "systemd"),
  SYSTEMD_SOCKET_ACTIVATE("systemd-socket-activate", "systemd");

  private final String program;
  private final String debianPackage;

  Tool(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  /** Runs the tool to its end in the temporary directory. */
  public Finished run(String... arguments) throws InterruptedException {
    return run(Path.of(System.getProperty("java.io.tmpdir")), arguments);
  }

  /** Runs the tool to its end in a directory. */
  public Finished run(Path directory, String... arguments) throws InterruptedException {
    try (Program running = start(directory, Map.of(), arguments)) {
      return running.finish();
    }
  }

  /** Starts the tool in a directory. */
  public Program start(Path directory, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(path().toString());
    command.addAll(List.of(arguments));
    return Program.start(directory, environment, command);
  }

  /** Where the tool is installed. */
  public Path path() {
    return find()
        .orElseThrow(
            () ->
                new AssertionError(
                    "`%s` is not installed: apt-get install %s".formatted(program, debianPackage)));
  }

  private Optional<Path> find() {
    String search =
        Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
    return Stream.of(search.split(File.pathSeparator))
        .map(directory -> Path.of(directory).resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
