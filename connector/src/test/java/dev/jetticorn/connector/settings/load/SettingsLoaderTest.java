package dev.jetticorn.connector.settings.load;

import static dev.jetticorn.connector.settings.ApplicationSettings.ROOT_PATH;
import static dev.jetticorn.connector.settings.ConfigSettings.CONFIG;
import static dev.jetticorn.connector.settings.ProxySettings.FORWARDED_ALLOW_IPS;
import static dev.jetticorn.connector.settings.SocketSettings.BACKLOG;
import static dev.jetticorn.connector.settings.SocketSettings.BIND;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static dev.jetticorn.connector.settings.WorkerSettings.KEEPALIVE;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.cli.CommandLine;
import dev.jetticorn.connector.settings.ApplicationSettings;
import dev.jetticorn.connector.settings.CertificateFile;
import dev.jetticorn.connector.settings.ListenAddress;
import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.LogTarget;
import dev.jetticorn.connector.settings.MetricsSettings;
import dev.jetticorn.connector.settings.RunningSettings;
import dev.jetticorn.connector.settings.TlsSettings;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Settings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsLoaderTest {
  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void takesValuesFromAMapAndDefaultsForTheRest() {
    var settings = SettingsLoader.from(Map.of("keepalive", "5"));

    assertThat(settings.get(KEEPALIVE)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.isSet(KEEPALIVE)).isTrue();
    assertThat(settings.origin(KEEPALIVE).where()).isEqualTo("settings given by the program");
    assertThat(settings.get(BIND)).containsExactly(ListenAddress.of("127.0.0.1", 8000));
    assertThat(settings.isSet(BIND)).isFalse();
    assertThat(settings.origin(BIND).where()).isEqualTo("default");
  }

  @Test
  void pointsAtTheValueThatIsOutOfRangeAndAtTheNameThatIsUnknown() throws Exception {
    Path file =
        write("# two mistakes\n\nhttp2_max_frame_size = 12000\nhttp2MaxFrameSise = 20000\n");

    assertThat(problemsOf(file))
        .isEqualTo(
            """
            error: invalid value `12000` for setting `http2_max_frame_size`
             --> server.properties:3
              |
            3 | http2_max_frame_size = 12000
              |                        ^^^^^ below the minimum of 16384
              = allowed: a whole number from 16384 to 16777215
              = default: 16384

            error: unknown setting `http2MaxFrameSise`
             --> server.properties:4
              |
            4 | http2MaxFrameSise = 20000
              | ^^^^^^^^^^^^^^^^^ no setting has this name
              = help: did you mean `http2_max_frame_size`?\
            """);
  }

  @Test
  void theStrongerSourceWins() throws Exception {
    assertThat(backlog()).isEqualTo(2048);
    environment.put("JETTICORN_BACKLOG", "1");
    assertThat(backlog()).isEqualTo(1);
    write("backlog = 2\n");
    assertThat(backlog()).isEqualTo(2);
    environment.put("JETTICORN_CMD_ARGS", "--backlog 3");
    assertThat(backlog()).isEqualTo(3);
    assertThat(backlog("--backlog", "4")).isEqualTo(4);
  }

  private int backlog(String... words) {
    return load(words).get(BACKLOG);
  }

  @Test
  void aValueKnowsWhoSaidIt() throws Exception {
    environment.put("JETTICORN_BACKLOG", "1");
    environment.put("JETTICORN_CMD_ARGS", "--keepalive 3");
    environment.put("WEB_CONCURRENCY", "2");
    Path file = write("\nroot_path = /shop\n");

    Settings settings = load("-b", ":80");

    assertThat(settings.origin(BACKLOG).where())
        .isEqualTo("environment variable JETTICORN_BACKLOG");
    assertThat(settings.origin(ROOT_PATH).where()).isEqualTo(file + ":2");
    assertThat(settings.origin(KEEPALIVE).where())
        .isEqualTo("environment variable JETTICORN_CMD_ARGS, word 1");
    assertThat(settings.origin(BIND).where()).isEqualTo("command line, word 1");
    assertThat(settings.origin(WORKERS).where()).isEqualTo("environment variable WEB_CONCURRENCY");
  }

  @Test
  void platformVariablesGiveDefaults() {
    environment.put("PORT", "5000");
    environment.put("WEB_CONCURRENCY", "3");
    environment.put("FORWARDED_ALLOW_IPS", "10.0.0.0/8");

    assertThat(load().get(BIND)).containsExactly(ListenAddress.of("0.0.0.0", 5000));
    assertThat(load().get(WORKERS)).contains(3);
    assertThat(load().get(FORWARDED_ALLOW_IPS)).hasToString("10.0.0.0/8");
    assertThat(load("--forwarded-allow-ips", "::1").get(FORWARDED_ALLOW_IPS)).hasToString("::1");
    environment.put("JETTICORN_FORWARDED_ALLOW_IPS", "192.0.2.1");
    assertThat(load().get(FORWARDED_ALLOW_IPS)).hasToString("192.0.2.1");
    assertThat(load("-b", ":80", "-w", "1").get(BIND))
        .containsExactly(ListenAddress.of("0.0.0.0", 80));
    assertThat(load("-w", "auto").get(WORKERS)).isEmpty();
  }

  @Test
  void platformVariablesThatAreEmptyOrNotNeededDoNotMatter() {
    environment.put("PORT", "");
    environment.put("WEB_CONCURRENCY", "many");

    assertThat(load("-w", "1").get(BIND)).isEqualTo(BIND.defaultValue());
  }

  @Test
  void variablesOfAKubernetesServiceAreNotMeant() {
    environment.put("JETTICORN_SERVICE_HOST", "10.0.0.1");
    environment.put("JETTICORN_SERVICE_PORT", "8000");
    environment.put("JETTICORN_SERVICE_PORT_HTTPS", "8443");
    environment.put("JETTICORN_PORT", "tcp://10.0.0.1:8000");
    environment.put("JETTICORN_PORT_8000_TCP", "tcp://10.0.0.1:8000");
    environment.put("JETTICORN_PORT_8000_TCP_ADDR", "10.0.0.1");
    environment.put("JETTICORN_PORT_8000_TCP_PROTO", "tcp");
    environment.put("JETTICORN_BLUE_SERVICE_HOST", "10.0.0.2");

    assertThat(load().isSet(BIND)).isFalse();
  }

  @Test
  void aVariableInSmallLettersIsNotMeantButAStrangeOneIsAProblem() {
    environment.put("jetticorn_workers", "4");
    assertThat(load().isSet(WORKERS)).isFalse();

    environment.put("JETTICORN_workers", "4");
    assertThat(problemsOfCommand())
        .startsWith("error: unknown environment variable `JETTICORN_workers`")
        .contains("did you mean `JETTICORN_WORKERS`?");
  }

  @Test
  void everyWrongValueIsReportedEvenIfAStrongerOneReplacesIt() throws Exception {
    write("backlog = none\n");

    assertThat(problemsOfCommand("--backlog", "1")).contains("server.properties:1");
  }

  @Test
  void aNameThatIsSetTwiceInAFileShowsBothLines() throws Exception {
    Path file = write("root_path = /a\n\n# the same\n\n\n\n\n\n\ncontext_path = /b\n");

    assertThat(problemsOf(file))
        .isEqualTo(
            """
            error: setting `root_path` is set twice
              --> server.properties:10
               |
            1  | root_path = /a
               | --------- first set here
            10 | context_path = /b
               | ^^^^^^^^^^^^ set again here\
            """);
  }

  @Test
  void aFileCannotNameAFile() throws Exception {
    Path file = write("config = other.properties\n");

    assertThat(problemsOf(file)).startsWith("error: setting `config` cannot stand here\n");
    assertThatThrownBy(() -> SettingsLoader.from(Map.of("config", "x")))
        .hasMessageStartingWith("error: setting `config` cannot stand here\n");
  }

  @Test
  void theFileIsNamedByTheStrongestSource() throws Exception {
    for (String name : List.of("one", "two", "three")) {
      Files.writeString(directory.resolve(name), "root_path = /" + name + "\n");
    }
    environment.put("JETTICORN_CONFIG", directory.resolve("one").toString());
    assertThat(load().get(ROOT_PATH)).isEqualTo("/one");
    environment.put("JETTICORN_CMD_ARGS", "--config '" + directory.resolve("two") + "'");
    assertThat(load().get(ROOT_PATH)).isEqualTo("/two");
    assertThat(load("-c", directory.resolve("three").toString()).get(ROOT_PATH))
        .isEqualTo("/three");
  }

  @Test
  void aCommentBehindAValueIsExplained() throws Exception {
    Path file = write("workers = 4 # one for each core\n");

    assertThat(problemsOf(file)).contains("  = help: a comment has a line of its own");
  }

  @Test
  void aListOfFlagsIsPointedAtPartByPart() {
    assertThat(problemsOfCommand("-b", "one:1", "--bind", "two:x"))
        .contains(
            """
             --> command line, word 3
              |
              | --bind two:x
              |            ^ not a port number
            """);
    assertThat(load("-b", "one:1", "-b", "two:2").origin(BIND).excerpt())
        .hasValueSatisfying(excerpt -> assertThat(excerpt.text()).isEqualTo("-b one:1 -b two:2"));
  }

  @Test
  void aSecretIsNeverShown() throws Exception {
    environment.put("JETTICORN_KEYFILE_PASWORD", "hunter1");
    environment.put("JETTICORN_STORE_SECRET", "hunter2");
    environment.put("JETTICORN_KEYFILE_PASSWORD", "hunter3\u0007");
    environment.put("JETTICORN_CMD_ARGS", "--keyfile-password hunter4\u0007 --pasword hunter5");
    write(
        """
        keyfile_password = hunter6
        keyfile_password = hunter7
        keyfilePasword = hunter8
        db.password = hunter9
        """);

    String problems = problemsOfCommand("--keyfile-password=hunter10\u0007", "--secret=hunter11");

    assertThat(problems)
        .doesNotContain("hunter")
        .contains("setting `keyfile_password` is set twice");
  }

  @Test
  void aSecretIsNotShownByItsOriginEither() throws Exception {
    Settings settings = SettingsLoader.fromFile(write("keyfile_password = hunter2\n"));

    assertThat(settings.get(KEYFILE_PASSWORD).orElseThrow().reveal())
        .containsExactly("hunter2".toCharArray());
    assertThat(settings.origin(KEYFILE_PASSWORD).toString()).doesNotContain("hunter2");
    assertThat(settings.get(KEYFILE_PASSWORD).toString()).doesNotContain("hunter2");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() throws Exception {
    Path file =
        write("work\u001b[31mers = 4\nloglevel = \u001b]0;x\u0007\u202Etxt\n\u0000 = \u009b1m\n");

    String problems =
        problemsOf(file) + problemsOfCommand("--\u001b[31m", "\u001b[2J", "\u001b[3J");

    assertThat(problems.replace("\n", "")).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
    assertThat(problems).contains("\\u001b[31m").contains("\\u202etxt");
  }

  @Test
  void longLinesAreCutRoundTheCarets() throws Exception {
    Path file =
        write(
            "bind = "
                + "127.0.0.1:1, ".repeat(1000)
                + "127.0.0.1:x, "
                + "a:2,".repeat(1000)
                + "b\n");

    String problems = problemsOf(file);

    assertThat(problems.lines()).allMatch(line -> line.length() < 310);
    assertThat(problems.lines().filter(line -> line.startsWith("1 | ")).findFirst().orElseThrow())
        .contains("127.0.0.1:x");
    int column =
        problems
                .lines()
                .filter(line -> line.startsWith("1 | "))
                .findFirst()
                .orElseThrow()
                .indexOf("1:x")
            + 2;
    assertThat(
            problems
                .lines()
                .filter(line -> line.contains("^ not a port"))
                .findFirst()
                .orElseThrow()
                .indexOf('^'))
        .isEqualTo(column);
  }

  @Test
  void readsAByteOrderMarkAndAnyLineEnd() throws Exception {
    Path file = write("\uFEFFbacklog = 7\r\nroot_path = /a\rkeepalive = 9");

    Settings settings = SettingsLoader.fromFile(file);

    assertThat(settings.get(BACKLOG)).isEqualTo(7);
    assertThat(settings.get(ROOT_PATH)).isEqualTo("/a");
    assertThat(settings.get(KEEPALIVE)).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void aFileThatIsNotUtf8IsAProblem() throws Exception {
    Path file = directory.resolve("server.properties");
    Files.write(file, "# caf\u00e9\npidfile = gr\u00fcn\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problemsOf(file))
        .isEqualTo(
            """
            error: configuration file `server.properties` is not UTF-8
             --> server.properties:1
              |
              | byte 0xE9 in column 6
              = help: save the file as UTF-8, or write other characters like \\u00e9\
            """);
  }

  @Test
  void aFileInUtf16IsAProblem() throws Exception {
    Path file = directory.resolve("server.properties");
    Files.write(file, "backlog = 7\n".getBytes(StandardCharsets.UTF_16));

    assertThat(problemsOf(file)).contains("is not UTF-8").contains("byte 0xFE in column 1");
  }

  @Test
  void aFileThatEndsWithinACharacterIsAProblem() throws Exception {
    Path file = directory.resolve("server.properties");
    Files.write(file, new byte[] {'#', (byte) 0xC3});

    assertThat(problemsOf(file)).contains("is not UTF-8").contains("byte 0xC3 in column 2");
  }

  @Test
  void filesThatCannotBeReadAreProblems() throws Exception {
    assertThat(problemsOf(directory))
        .isEqualTo(
            "error: configuration file `"
                + directory
                + "` is a directory\n  = note: name the file in it");
    assertThat(problemsOf(Path.of("nowhere.properties")))
        .isEqualTo(
            "error: configuration file `nowhere.properties` does not exist\n"
                + "  = note: no file has this name");
    assertThat(problemsOf(Path.of("/dev/zero"))).contains("is too large");
    assertThat(problemsOfCommand("-c", "python:myapp.conf")).contains("is a Python file");
  }

  @Test
  void aFileOfOtherThingsIsReportedInPart() throws Exception {
    Path file = write("Dear diary, today nothing happened\n".repeat(5000));

    String problems = problemsOf(file);

    assertThat(problems).endsWith("error: 4900 more problems like these");
  }

  private Path write(String text) throws Exception {
    Path file = directory.resolve("server.properties");
    Files.writeString(file, text);
    return file;
  }

  private String problemsOf(Path file) {
    return catchThrowableOfType(SettingsException.class, () -> SettingsLoader.fromFile(file))
        .getMessage()
        .replace(directory + "/", "");
  }

  private String problemsOfCommand(String... words) {
    return catchThrowableOfType(SettingsException.class, () -> load(words)).getMessage();
  }

  private Settings load(String... words) {
    Registry registry = Registry.installed();
    String variable = environment.getOrDefault(CommandSources.ARGUMENTS_VARIABLE, "");
    return SettingsLoader.forCommand(
        new CommandSources(
            environment,
            CommandLine.parseVariable(variable, registry),
            CommandLine.parse(List.of(words), registry).assignments(),
            CONFIG,
            directory.resolve("server.properties")),
        List.of());
  }

  @Test
  void relativePathsOfEverySettingStartAtChdir() {
    var settings =
        SettingsLoader.from(
            Map.of(
                "chdir", "/srv/app",
                "war", "app.war",
                "certfile", "tls/server.pem",
                "keyfile", "/etc/server.key",
                "accesslog", "logs/access.log",
                "errorlog", "-",
                "syslog_addr", "unix://log#dgram",
                "statsd_host", "unix://statsd.sock",
                "bind", "unix:app.sock, 127.0.0.1:0"));

    assertThat(war(settings)).isEqualTo(Path.of("/srv/app/app.war"));
    assertThat(settings.get(TlsSettings.CERTFILE))
        .contains(new CertificateFile.Pem(Path.of("/srv/app/tls/server.pem")));
    assertThat(settings.get(TlsSettings.KEYFILE)).contains(Path.of("/etc/server.key"));
    assertThat(settings.get(LogSettings.ACCESSLOG))
        .contains(new LogTarget.File(Path.of("/srv/app/logs/access.log")));
    assertThat(settings.get(LogSettings.ERRORLOG)).isEqualTo(new LogTarget.StandardError());
    assertThat(settings.get(BIND))
        .extracting(ListenAddress::toString)
        .containsExactly("unix:/srv/app/app.sock", "127.0.0.1:0");
    assertThat(settings.get(LogSettings.SYSLOG_ADDR)).hasToString("unix:///srv/app/log#dgram");
    assertThat(settings.get(MetricsSettings.STATSD_HOST).orElseThrow())
        .hasToString("unix:///srv/app/statsd.sock");
  }

  /** Whoever prints the settings and loads them again must not start at {@code a/a}. */
  @Test
  void aRelativeChdirMakesPathsAbsolute() {
    var settings = SettingsLoader.from(Map.of("chdir", "a", "war", "app.war"));

    assertThat(war(settings)).isEqualTo(Path.of("a/app.war").toAbsolutePath());
    assertThat(settings.get(RunningSettings.CHDIR)).contains(Path.of("a"));
  }

  private static Path war(Settings settings) {
    return settings.get(ApplicationSettings.WAR).orElseThrow().get(0).path();
  }
}
