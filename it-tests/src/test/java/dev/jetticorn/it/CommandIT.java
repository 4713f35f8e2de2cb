package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command itself: what it prints, and with which status it ends. */
final class CommandIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void helpNamesEverySectionAndSetting() throws Exception {
    Finished help = connector().with("--help").run().succeeded();

    assertThat(help.out())
        .contains(
            "--bind", "--war", "--certfile", "--http2-max-frame-size", "--access-logfile", "-b");
    assertThat(help.err()).isEmpty();
  }

  @Test
  void helpOfOneSettingSaysItsRangeAndDefault() throws Exception {
    Finished help = connector().with("--help", "http2_max_frame_size").run().succeeded();

    assertThat(help.out()).contains("http2_max_frame_size", "16384 to 16777215", "16384");
  }

  @Test
  void versionSaysTheVersion() throws Exception {
    assertThat(connector().with("--version").run().succeeded().out()).contains("0.1.0");
  }

  @Test
  void checkConfigAcceptsAGoodFileAndStartsNothing() throws Exception {
    Finished check =
        connector()
            .settings("war = app.war\nbind = 127.0.0.1:0\nthreads = 4\n")
            .with("--check-config")
            .run();

    assertThat(check.status()).isZero();
    assertThat(check.all()).doesNotContain("Listening at: ");
  }

  @Test
  void showsAllFiveMistakesOfAFileAtOnce() throws Exception {
    Finished command =
        connector()
            .settings(
                """
                war = app.war
                http2_max_frame_size = 12000
                http2MaxFrameSise = 20000
                worker_class = gthreads
                keepalive = soon
                http_protocols = h2,h3
                """)
            .run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err().split("(?m)^error: ", -1)).hasSize(6);
    assertThat(command.err())
        .contains(
            "--> server.properties:2",
            "http2_max_frame_size = 12000",
            "below the minimum of 16384",
            "--> server.properties:3",
            "did you mean `http2_max_frame_size`?",
            "--> server.properties:4",
            "did you mean `gthread`?",
            "--> server.properties:5",
            "--> server.properties:6",
            "`h2,h3`")
        .doesNotContain("Exception", "\tat ", "Listening at: ");
    assertThat(command.out()).isEmpty();
  }

  @Test
  void printConfigLoadsBackToTheSameSettings() throws Exception {
    String printed =
        connector()
            .settings(
                """
                war = app.war
                bind = https://127.0.0.1:0, http://[::1]:0
                certfile = self-signed
                http_protocols = h1,h2
                http2_max_concurrent_streams = 7
                keepalive = 3
                early_hints = h2
                access_log_format = %(h)s "%(r)s" %(s)s
                """)
            .with("--print-config", "--threads", "4")
            .run()
            .succeeded()
            .out();
    Path file = Files.writeString(directory.resolve("printed.properties"), printed);

    String again = connector().with("--config", file, "--print-config").run().succeeded().out();

    assertThat(values(again)).isEqualTo(values(printed)).contains("threads = 4", "keepalive = 3");
    // The command line, the file and the defaults are told apart.
    assertThat(printed).contains("server.properties:6", "command line, word 2", "default");
  }

  /** The lines that count; the comments say where a value came from, which differs. */
  private static String values(String printed) {
    return printed
        .lines()
        .map(line -> line.replaceAll("\\s+#.*", "").strip())
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  @ParameterizedTest
  @CsvSource({"--config, 1", "CMD_ARGS, 2", "flag, 3"})
  void theNearerWordWins(String strongest, int expected) throws Exception {
    Connector connector =
        connector()
            .settings("war = app.war\nthreads = 1\n")
            .environment("JETTICORN_THREADS", "9")
            .with("--print-config");
    if (!strongest.equals("--config")) {
      connector = connector.environment("JETTICORN_CMD_ARGS", "--threads=2");
    }
    if (strongest.equals("flag")) {
      connector = connector.with("--threads=3");
    }

    assertThat(connector.run().succeeded().out()).contains("threads = " + expected);
  }

  @Test
  void theEnvironmentIsStrongerThanTheDefault() throws Exception {
    assertThat(
            connector()
                .environment("JETTICORN_THREADS", "9")
                .environment("WEB_CONCURRENCY", "3")
                .environment("PORT", "5001")
                .with("--war", "app.war", "--print-config")
                .run()
                .succeeded()
                .out())
        .contains("threads = 9", "workers = 3", "bind = 0.0.0.0:5001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pythonpath", "wsgi_app", "user", "daemon"})
  void refusesANameThatMakesNoSenseHereAndSaysWhatDoes(String name) throws Exception {
    Finished command = connector().settings("war = app.war\n" + name + " = x\n").run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err()).contains("`" + name + "`", "--> server.properties:2");
  }

  @Test
  void refusesAnUnknownFlag() throws Exception {
    Finished command = connector().with("--war", "app.war", "--thread", "4").run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err()).contains("`--thread`", "did you mean `--threads`?");
  }

  @Test
  void refusesH2WithoutTlsAndExplainsAlpn() throws Exception {
    Finished command =
        connector()
            .with("--war", "app.war", "--http-protocols", "h2,h1", "-b", "127.0.0.1:0")
            .run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err()).contains("`http_protocols`", "ALPN", "certfile");
  }

  @Test
  void refusesAPythonConfigurationFile() throws Exception {
    Path file = Files.writeString(directory.resolve("gunicorn.conf.py"), "workers = 4\n");

    Finished command = connector().with("--config", file).run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err()).contains("gunicorn.conf.py");
  }

  @Test
  void takesTheWarAsAPlainWordToo() throws Exception {
    assertThat(connector().with("app.war", "--print-config").run().succeeded().out())
        .contains("war = app.war");
  }

  private Connector connector() {
    return Connector.in(directory);
  }
}
