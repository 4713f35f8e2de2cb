package dev.jetticorn.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Jetty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private record Result(int status, String out, String err) {}

  @Test
  void helpListsEverySettingBySection() throws Exception {
    Result help = run("--help");

    assertThat(help.status()).isZero();
    assertThat(help.err()).isEmpty();
    Golden.check("help.txt", help.out());
  }

  @Test
  void helpFindsASettingInAnySpelling() throws Exception {
    String expected = run("--help", "http2_max_frame_size").out();

    assertThat(expected).startsWith("http2_max_frame_size\n");
    for (String spelling :
        List.of(
            "--http2-max-frame-size",
            "HTTP2_MAX_FRAME_SIZE",
            "http2MaxFrameSize",
            "JETTICORN_HTTP2_MAX_FRAME_SIZE")) {
      assertThat(run("--help", spelling).out()).as(spelling).isEqualTo(expected);
    }
  }

  @Test
  void helpTellsShortFlagsApartByCase() throws Exception {
    assertThat(run("-h", "-D").out()).startsWith("daemon\n");
    assertThat(run("-h", "-w").out()).startsWith("workers\n");
  }

  @Test
  void helpExplainsAllKindsOfNames() throws Exception {
    String topics =
        run("--help", "bind").out()
            + '\n'
            + run("--help", "-w").out()
            + '\n'
            + run("--help", "config").out()
            + '\n'
            + run("--help", "context_path").out()
            + '\n'
            + run("--help", "timeout").out()
            + '\n'
            + run("--help", "max_requests").out()
            + '\n'
            + run("--help", "permit_unconventional_http_version").out();

    Golden.check("help-topics.txt", topics);
  }

  @Test
  void helpOnAnUnknownSettingNamesTheNearest() throws Exception {
    Result help = run("--help", "wrkers");

    assertThat(help.status()).isEqualTo(2);
    assertThat(help.out()).isEmpty();
    assertThat(help.err())
        .isEqualTo("error: unknown setting `wrkers`\n  = help: did you mean `workers`?\n");
  }

  @Test
  void helpWinsOverMistakes() throws Exception {
    Result help = run("--bind", "nonsense:x", "--help");

    assertThat(help.status()).isZero();
  }

  @Test
  void versionNamesJetticornJettyAndJava() throws Exception {
    Result version = run("--version");

    assertThat(version.status()).isZero();
    assertThat(version.out())
        .matches(
            "Jetticorn \\d+\\.\\d+\\.\\d+ \\(Jetty "
                + Pattern.quote(Jetty.VERSION)
                + ", Java "
                + Pattern.quote(System.getProperty("java.version"))
                + "\\)\n");
  }

  @Test
  void fiveMistakesInOneFileAreAllShown() throws Exception {
    write(
        """
        # A file with five mistakes.
        bind = 0.0.0.0:80800
        worker_class = gthreads
        http2MaxFrameSise = 20000

        keepalive = forever
        max_requests = 1000
        """);

    Result result = run("app.war");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    Golden.check("five-mistakes.txt", result.err());
  }

  @Test
  void mistakesOfEveryOriginAreShownTogether() throws Exception {
    environment.put("JETTICORN_BACKLOG", "many");
    environment.put("JETTICORN_WORKRES", "4");
    environment.put("JETTICORN_MAX_REQUESTS", "30");
    environment.put("PORT", "80x");
    environment.put("WEB_CONCURRENCY", "a few");
    environment.put("JETTICORN_CMD_ARGS", "--loglevel 'very loud' --daemon --log-levl debug");
    write("loglevel = loud\n");

    Result result = run("--threads=none at all", "-k", "gthreat", "--sni", "dir", "a.war", "b.war");

    assertThat(result.status()).isEqualTo(2);
    Golden.check("every-origin.txt", result.err());
  }

  @Test
  void aMissingWebApplicationIsSaid() throws Exception {
    Result result = run();

    assertThat(result.status()).isEqualTo(2);
    Golden.check("no-war.txt", result.err());
  }

  @Test
  void printConfigShowsEveryValueAndItsOrigin() throws Exception {
    environment.put("PORT", "5000");
    environment.put("JETTICORN_LOGLEVEL", "debug");
    environment.put("JETTICORN_KEYFILE_PASSWORD", "hunter2");
    environment.put("JETTICORN_CMD_ARGS", "--backlog 100");
    write("keepalive = 5\naccess_log_format = \"%(r)s\"\n");

    Result result = run("--print-config", "-w", "4");

    assertThat(result.status()).isZero();
    assertThat(result.err()).isEmpty();
    Golden.check("print-config.txt", result.out());
  }

  @Test
  void printConfigReportsMistakesLikeAStart() throws Exception {
    Result result = run("--print-config", "-w", "0");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("error: invalid value `0` for setting `workers`\n");
  }

  @Test
  void checkConfigReportsMistakesLikeAStart() throws Exception {
    Result result = run("--check-config", "-w", "0", "app.war");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).startsWith("error: invalid value `0` for setting `workers`\n");
  }

  @Test
  void aNamedFileThatIsMissingIsAProblem() throws Exception {
    Result result = run("--config", "nowhere.properties", "app.war");

    assertThat(result.status()).isEqualTo(2);
    Golden.check("missing-file.txt", result.err());
  }

  @Test
  void aPythonFileIsRefused() throws Exception {
    environment.put("JETTICORN_CONFIG", "gunicorn.conf.py");

    Result result = run("app.war");

    assertThat(result.status()).isEqualTo(2);
    Golden.check("python-file.txt", result.err());
  }

  private void write(String text) throws Exception {
    Files.writeString(directory.resolve("server.properties"), text);
  }

  private Result run(String... words) throws Exception {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var main =
        new Main(
            environment,
            directory,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
    int status = main.run(List.of(words));
    return new Result(status, text(out), text(err));
  }

  /** As a user sees it who stands in the directory. */
  private String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace(directory + "/", "");
  }
}
