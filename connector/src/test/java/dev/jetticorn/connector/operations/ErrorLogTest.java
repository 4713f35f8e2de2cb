package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import dev.jetticorn.connector.server.listener.DrainingServerConnector;
import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(60)
class ErrorLogTest {
  private static final String TIME_AND_PID =
      "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}\\] \\["
          + ProcessHandle.current().pid()
          + "\\] ";

  @TempDir private Path directory;
  private ErrorLog log;

  @Test
  void writesGunicornsLine() throws Exception {
    logger("info", "dev.jetticorn").info("listening at {}", "http://127.0.0.1:8000");

    assertThat(lines())
        .singleElement()
        .asString()
        .matches(TIME_AND_PID + "\\[INFO\\] listening at http://127\\.0\\.0\\.1:8000");
  }

  @Test
  void appendsToTheFile() throws Exception {
    Files.writeString(file(), "before\n");

    logger("info", "dev.jetticorn").info("after");

    assertThat(lines()).hasSize(2).startsWith("before");
  }

  @ParameterizedTest
  @CsvSource({
    "debug,    DEBUG INFO WARNING ERROR",
    "info,     INFO WARNING ERROR",
    "warning,  WARNING ERROR",
    "error,    ERROR",
    "critical, ''",
  })
  void writesWhatIsAsSeriousAsTheLevel(String loglevel, String written) throws Exception {
    Logger logger = logger(loglevel, "dev.jetticorn");

    logger.debug("x");
    logger.info("x");
    logger.warn("x");
    logger.error("x");

    assertThat(levels()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({
    "debug,    INFO WARNING ERROR",
    "info,     WARNING ERROR",
    "warning,  WARNING ERROR",
    "error,    ERROR",
    "critical, ''",
  })
  void keepsJettyALevelQuieter(String loglevel, String written) throws Exception {
    Logger logger = logger(loglevel, "org.eclipse.jetty.server.Server");

    logger.debug("x");
    logger.info("x");
    logger.warn("x");
    logger.error("x");

    assertThat(levels()).isEqualTo(written);
  }

  @Test
  void keepsTheWarningsOfTheDescriptorParserBack() throws Exception {
    Logger logger = logger("debug", "org.apache.tomcat.util.descriptor.Digester");

    logger.warn("x");
    logger.error("x");

    assertThat(levels()).isEqualTo("ERROR");
  }

  @Test
  void keepsBackWhatJettySaysInTheNameOfAListener() throws Exception {
    Logger logger = logger("info", DrainingServerConnector.class.getName());

    logger.info("Shutdown djcsl.DrainingServerConnector@49d5d2fe");
    logger.warn("x");

    assertThat(levels()).isEqualTo("WARNING");
  }

  @Test
  void keepsBackWhatJettyWarnsOfAtEachBadRequest() throws Exception {
    Logger logger = logger("info", "org.eclipse.jetty.http.HttpParser");

    logger.warn("x");
    logger.error("x");

    assertThat(levels()).isEqualTo("ERROR");
  }

  @Test
  void countsItsEntriesByGunicornsNames() {
    Logger logger = logger("info", "dev.jetticorn");

    logger.info("x");
    logger.warn("x");
    logger.warn("x");
    logger.error("x");
    logger.error("x", new IllegalStateException());
    logger.error("x", new IllegalStateException());
    logger.error("x", new IllegalStateException());

    assertThat(log.entries().get("warning").getAsLong()).isEqualTo(2);
    assertThat(log.entries().get("error").getAsLong()).isEqualTo(1);
    assertThat(log.entries().get("exception").getAsLong()).isEqualTo(3);
  }

  @Test
  void countsWhatItCouldNotWriteInTime() throws Exception {
    // Nobody reads it.
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(20, TimeUnit.SECONDS))
        .isTrue();
    LoggerContext context = new LoggerContext();
    log = ErrorLog.configure(context, SettingsLoader.from(Map.of("errorlog", pipe.toString())));
    String filler = "x".repeat(1_000_000);

    for (int i = 0; i < 10; i++) {
      context.getLogger("dev.jetticorn").warn(filler);
    }

    assertThat(log.dropped()).isBetween(5L, 9L);
    log.close();
  }

  @Test
  void writesStackTracesBelow() throws Exception {
    logger("info", "dev.jetticorn").error("it broke", new IllegalStateException("no\nway"));

    assertThat(lines().get(0)).endsWith("[ERROR] it broke");
    assertThat(lines().get(1)).isEqualTo("  java.lang.IllegalStateException: no");
    assertThat(lines().get(2)).isEqualTo("  way");
    assertThat(lines().get(3)).startsWith("  \tat " + getClass().getName());
    assertThat(Files.readString(file())).endsWith("\n").doesNotContain("\n\n");
  }

  @Test
  void letsNobodyForgeAnEntry() throws Exception {
    logger("info", "dev.jetticorn")
        .info(
            "no such page: {}",
            "/\r\n[2026-01-01 00:00:00 +0000] [1] [INFO] \u001b[2J\u2028\u202e\u0085");

    assertThat(lines())
        .hasSize(2)
        .last()
        .isEqualTo("  [2026-01-01 00:00:00 +0000] [1] [INFO] \\x1b[2J\\u2028\\u202e\\x85");
  }

  @Test
  void refusesAFileThatCannotBeWritten() {
    Settings settings = SettingsLoader.from(Map.of("errorlog", directory.toString()));

    assertThatThrownBy(() -> ErrorLog.configure(new LoggerContext(), settings))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            problem -> {
              assertThat(problem.objection().setting()).isEqualTo(LogSettings.ERRORLOG);
              assertThat(problem.objection().label()).isEqualTo("it is a directory");
            });
  }

  @Test
  void beginsEachEntryWithTheNameOfTheServer() throws Exception {
    logger(Map.of("proc_name", "shop"), "dev.jetticorn").info("hello");

    assertThat(lines())
        .singleElement()
        .asString()
        .matches("shop " + TIME_AND_PID + "\\[INFO\\] hello");
  }

  @Test
  void writesObjectsOfJson() throws Exception {
    Logger logger = logger(Map.of("logconfig_json", "on", "proc_name", "shop"), "dev.jetticorn");

    logger.warn("no such page: {}", "/\r\n[\"");
    logger.error("it broke", new IllegalStateException("no\nway"));

    String time = "\"time\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"";
    String rest = ",\"name\":\"shop\",\"pid\":" + ProcessHandle.current().pid() + "}";
    assertThat(lines())
        .satisfiesExactly(
            warning ->
                assertThat(warning)
                    .matches("\\{" + time + ".*")
                    .endsWith(
                        ",\"level\":\"WARNING\",\"logger\":\"dev.jetticorn\",\"thread\":\""
                            + Thread.currentThread().getName()
                            + "\",\"message\":\"no such page: /\\r\\n[\\\"\""
                            + rest),
            error ->
                assertThat(error)
                    .contains(
                        "\"message\":\"it broke\",\"exception\":\"java.lang.IllegalStateException: no\\nway\\n\\tat ")
                    .endsWith(rest));
  }

  @Test
  void aReloadChangesLevelPlaceAndForm() throws Exception {
    Logger logger = logger("warning", "dev.jetticorn");
    logger.info("1");
    Path other = directory.resolve("other.log");

    log.prepare(
            SettingsLoader.from(
                Map.of("errorlog", other.toString(), "loglevel", "info", "logconfig_json", "on")))
        .take();

    logger.info("2");
    logger.debug("3");
    assertThat(lines()).isEmpty();
    assertThat(Files.readAllLines(other)).singleElement().asString().contains("\"message\":\"2\"");
  }

  @Test
  void aReloadOfTheLevelAloneGoesOnInTheSameFile() throws Exception {
    Logger logger = logger("info", "dev.jetticorn");
    logger.info("1");

    log.prepare(SettingsLoader.from(Map.of("errorlog", file().toString(), "loglevel", "warning")))
        .take();

    logger.info("2");
    logger.warn("3");
    assertThat(lines()).hasSize(2).last().asString().endsWith("[WARNING] 3");
  }

  @Test
  void aReloadThatIsDiscardedOrRefusedChangesNothing() throws Exception {
    Logger logger = logger("info", "dev.jetticorn");
    Path other = directory.resolve("other.log");

    log.prepare(SettingsLoader.from(Map.of("errorlog", other.toString(), "loglevel", "warning")))
        .discard();
    assertThatThrownBy(
            () -> log.prepare(SettingsLoader.from(Map.of("errorlog", directory.toString()))))
        .isInstanceOf(UnusableSettingException.class);

    logger.info("1");
    assertThat(lines()).singleElement().asString().endsWith("[INFO] 1");
    assertThat(Files.readAllLines(other)).isEmpty();
  }

  /** In a process of its own, because slf4j is bound once; logback-test.xml is there too. */
  @Test
  void bindsSlf4jWithoutAskingWhatElseIsOnTheClassPath() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(output).matches("\\[[^\\[]*\\] \\[\\d+\\] \\[INFO\\] hello null\n");
  }

  /** What the command does. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      ErrorLog log = ErrorLog.start(SettingsLoader.from(Map.of()));
      LoggerFactory.getLogger("any").info("hello {}", System.getProperty("slf4j.provider"));
      log.close();
    }
  }

  private Logger logger(String loglevel, String name) {
    return logger(Map.of("loglevel", loglevel), name);
  }

  private Logger logger(Map<String, String> more, String name) {
    LoggerContext context = new LoggerContext();
    Map<String, String> settings = new HashMap<>(more);
    settings.put("errorlog", file().toString());
    log = ErrorLog.configure(context, SettingsLoader.from(settings));
    return context.getLogger(name);
  }

  private Path file() {
    return directory.resolve("error.log");
  }

  private List<String> lines() throws IOException {
    log.close();
    return Files.readAllLines(file());
  }

  private String levels() throws IOException {
    return String.join(
        " ", lines().stream().map(line -> line.replaceAll(".*\\[([A-Z]+)\\].*", "$1")).toList());
  }
}
