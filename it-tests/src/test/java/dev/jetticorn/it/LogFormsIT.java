package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.core.Context;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What stands in the logs of the server, and what in those of its application. */
final class LogFormsIT {
  private static final String LOGBACK =
      """
      <configuration>
        <appender name="all" class="ch.qos.logback.core.FileAppender">
          <file>all.log</file>
          <encoder><pattern>%level %msg%n</pattern></encoder>
        </appender>
        <appender name="requests" class="ch.qos.logback.core.FileAppender">
          <file>requests.log</file>
          <encoder><pattern>request %msg%n</pattern></encoder>
        </appender>
        <logger name="gunicorn.access" additivity="false"><appender-ref ref="requests"/></logger>
        <root level="info"><appender-ref ref="all"/></root>
      </configuration>
      """;

  @TempDir Path directory;

  @BeforeEach
  void pack() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    WarFile.of("logging")
        .library(jarOf(LoggerFactory.class))
        .library(jarOf(Context.class))
        .library(jarOf(ch.qos.logback.classic.Logger.class))
        .in(directory, "logging.war");
  }

  @Test
  void logsAsAFileOfLogbackSays() throws Exception {
    Path requests = directory.resolve("requests.log");
    Files.writeString(directory.resolve("logback.xml"), LOGBACK);
    int port = Ports.free();
    try (Program server =
        serving("app.war")
            .with("--bind", "127.0.0.1:" + port, "--log-config", "logback.xml")
            .with("--access-logformat", "%(m)s %(U)s")
            .launch()) {
      String url = "http://localhost:" + port + "/request";
      Tool.CURL.run("-sS", "--retry-connrefused", "--retry", "60", url).succeeded();
      assertThat(Waiting.until(() -> Files.exists(requests))).isTrue();
      Files.move(requests, directory.resolve("requests.log.1"));
      server.signal("USR1");
      assertThat(Waiting.until(() -> Files.exists(requests))).isTrue();
      Tool.CURL.run("-sS", url).succeeded();
      server.signal("TERM");

      Finished finished = server.finish();
      assertThat(finished.status()).isZero();
      assertThat(finished.all()).isEmpty();
    }

    assertThat(requests).content().isEqualTo("request GET /request\n");
    assertThat(directory.resolve("requests.log.1")).content().isEqualTo("request GET /request\n");
    assertThat(directory.resolve("all.log"))
        .content()
        .contains("INFO Listening at: ", "INFO Stopping: ")
        .doesNotContain("GET");
  }

  @Test
  void refusesAFileThatLogbackDoesNotUnderstand() throws Exception {
    Files.writeString(
        directory.resolve("logback.xml"), LOGBACK.replace("FileAppender", "NoAppender"));

    Finished refused =
        serving("app.war").with("--bind", "127.0.0.1:0", "--log-config", "logback.xml").run();

    assertThat(refused.status()).as("%s", refused).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .startsWith("error: cannot log as `logback.xml` says\n")
        .contains("not a configuration of Logback", "ch.qos.logback.core.NoAppender");
  }

  @Test
  void logsInJson() throws Exception {
    try (RunningConnector server =
        serving("logging.war")
            .jvm("-Dapplication.log=application.log")
            .with("--bind", "127.0.0.1:0", "--log-config-json", "on", "--access-logfile", "-")
            .with("--capture-output")
            .start()) {
      Client.get(server.url("/log"));
      Finished finished = stop(server);
      Files.writeString(directory.resolve("out"), finished.out());
      Files.writeString(directory.resolve("err"), finished.err());
    }

    assertThat(
            Tool.PYTHON
                .run(
                    directory,
                    "-c",
                    """
                    import json
                    for line in open("out"):
                        entry = json.loads(line)
                        print(entry["method"], entry["path"], entry["status"])
                    for line in open("err"):
                        entry = json.loads(line)
                        print(entry["level"], entry["logger"], entry["message"])
                    """)
                .succeeded()
                .out())
        .startsWith("GET /log 200\n")
        .contains(
            "INFO dev.jetticorn.connector.server.ConnectorServer Listening at: ",
            "INFO stdout by standard output\n",
            "INFO stderr by standard error\n",
            "INFO application by the servlet context\n")
        .doesNotContain("by slf4j");
  }

  @Test
  void capturesWhatTheApplicationPrints() throws Exception {
    try (RunningConnector server =
        serving("logging.war")
            .jvm("-Dapplication.log=application.log")
            .with("--bind", "127.0.0.1:0", "--capture-output")
            .start()) {
      Client.get(server.url("/log"));
      Finished finished = stop(server);

      // The error log is standard error here.
      assertThat(finished.out()).isEmpty();
      assertThat(finished.err().lines()).contains("by standard output", "by standard error");
    }
  }

  /** The application brings another version of the same library, as far as it can tell. */
  @Test
  void keepsApartWhatTheApplicationLogs() throws Exception {
    try (RunningConnector server =
        serving("logging.war")
            .jvm("-Dapplication.log=application.log")
            .with("--bind", "127.0.0.1:0")
            .start()) {
      assertThat(Client.get(server.url("/log")).body())
          .isEqualTo("ch.qos.logback.classic.LoggerContext\n");
      Finished finished = stop(server);

      assertThat(finished.out()).isEqualTo("by standard output\n");
      assertThat(finished.err())
          .contains("[INFO] Listening at: ", "[INFO] by the servlet context", "INFO: by the JDK")
          .doesNotContainIgnoringCase("slf4j");
    }

    assertThat(directory.resolve("application.log")).content().isEqualTo("own: by slf4j\n");
  }

  @Test
  void offersTheApplicationNoLoggingOfTheServer() throws Exception {
    WarFile.of("logging").library(jarOf(LoggerFactory.class)).in(directory, "logging.war");
    try (RunningConnector server = serving("logging.war").with("--bind", "127.0.0.1:0").start()) {
      assertThat(Client.get(server.url("/log")).body())
          .isEqualTo("org.slf4j.helpers.NOPLoggerFactory\n");

      assertThat(stop(server).err())
          .contains("SLF4J(W): No SLF4J providers were found.")
          .doesNotContain("failed to instantiate", "by slf4j");
    }
  }

  /** By a signal, because the harness reads no more once it has asked the process to end. */
  private static Finished stop(RunningConnector server) throws InterruptedException {
    server.program().signal("TERM");
    return server.program().finish();
  }

  private static Path jarOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private Connector serving(String war) {
    return Connector.in(directory).with("--war", war);
  }
}
