package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.LoggerContext;
import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

@Timeout(60)
class LogbackFileTest {
  @TempDir private Path directory;

  private final LoggerContext context = new LoggerContext();

  @Test
  void saysWhereTheErrorLogGoes() throws Exception {
    ErrorLog log = configure(toFile("own.log", "<root level='warn'>"));

    Logger logger = context.getLogger("dev.jetticorn");
    logger.info("not this");
    logger.warn("this");
    context.getLogger("org.eclipse.jetty.server.Server").info("nor this");
    log.close();

    assertThat(directory.resolve("own.log")).content().isEqualTo("WARN this\n");
  }

  @Test
  void leavesTheLevelToLoglevelWhereItSaysNone() throws Exception {
    ErrorLog log = configure(toFile("own.log", "<root>"), Map.of("loglevel", "error"));

    context.getLogger("dev.jetticorn").warn("not this");
    context.getLogger("dev.jetticorn").error("this");
    log.close();

    assertThat(directory.resolve("own.log")).content().isEqualTo("ERROR this\n");
  }

  @Test
  void opensItsFilesAnew() throws Exception {
    ErrorLog log = configure(toFile("own.log", "<root level='info'>"));
    Logger logger = context.getLogger("dev.jetticorn");
    int lines = 5_000;

    Path own = directory.resolve("own.log");
    int moved = 0;
    for (int i = 0; i < lines; i++) {
      logger.info("{}", i);
      if (i % 1_000 == 500) {
        Files.move(own, directory.resolve("moved." + moved++));
        log.reopen();
      }
    }
    log.close();

    int found = Files.readAllLines(own).size();
    for (int i = 0; i < moved; i++) {
      found += Files.readAllLines(directory.resolve("moved." + i)).size();
    }
    assertThat(log.dropped()).isZero();
    assertThat(found).isEqualTo(lines);
    assertThat(moved).isEqualTo(5);
  }

  /** Nobody reads it, so Logback's own appender waits for ever. */
  @Test
  void letsNobodyWaitForItsAppenders() throws Exception {
    Path pipe = pipe();
    Process holder = holder(pipe);
    try {
      ErrorLog log = configure(toFile("pipe", "<root level='info'>"));

      // On another thread: to write to a pipe cannot be interrupted.
      CompletableFuture.runAsync(this::logTooMuch).get(20, TimeUnit.SECONDS);

      assertThat(log.dropped()).isPositive();
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  private void logTooMuch() {
    String filler = "x".repeat(1_000);
    for (int i = 0; i < 20_000; i++) {
      context.getLogger("dev.jetticorn").info(filler);
    }
  }

  private Path pipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(20, TimeUnit.SECONDS))
        .isTrue();
    return pipe;
  }

  /** Has it open for reading and reads nothing, or to open it would be to wait already. */
  private static Process holder(Path pipe) throws IOException {
    return new ProcessBuilder("sh", "-c", "exec sleep 600 <> " + pipe).inheritIO().start();
  }

  @Test
  void saysWhatLogbackWarnsOf() throws Exception {
    ErrorLog log =
        configure(toFile("own.log", "<root>").replace("<file>", "<nothing>1</nothing><file>"));
    log.close();

    assertThat(directory.resolve("own.log"))
        .content()
        .startsWith("WARN " + directory.resolve("logback.xml") + ": ")
        .contains("nothing");
  }

  @Test
  void isRefusedWithWhatLogbackSaysOfIt() throws Exception {
    assertThat(refused(toFile("own.log", "<root>").replace("core.FileAppender", "core.NoAppender")))
        .satisfies(
            wrong -> {
              assertThat(wrong.setting()).isEqualTo(LogSettings.LOGCONFIG);
              assertThat(wrong.label()).isEqualTo("not a configuration of Logback");
              assertThat(wrong.notes().toString()).contains("ch.qos.logback.core.NoAppender");
            });
    assertThat(refused("<configuration><root></configuration>").notes().toString())
        .contains("root");
    // It is a directory.
    assertThat(refused(toFile(".", "<root>")).notes().toString()).contains("directory");
  }

  @Test
  void isRefusedWhenItLogsNowhere() {
    Objection wrong =
        refused("<configuration><root><appender-ref ref='misspelt'/></root></configuration>");

    assertThat(wrong.label()).isEqualTo("no logger has an appender");
    assertThat(wrong.notes().toString()).contains("misspelt");
  }

  @Test
  void isRefusedWhenItIsNotThere() {
    var wrong =
        catchThrowableOfType(
            UnusableSettingException.class,
            () ->
                ErrorLog.check(SettingsLoader.from(Map.of("logconfig", directory + "/none.xml"))));

    assertThat(wrong.objection().label()).isEqualTo("no such file");
  }

  @Test
  void isCheckedWithoutOpeningWhatItNames() throws Exception {
    Path file = Files.writeString(directory.resolve("logback.xml"), toFile("own.log", "<root>"));
    ErrorLog.check(SettingsLoader.from(Map.of("logconfig", file.toString())));
    assertThat(directory.resolve("own.log")).doesNotExist();

    Files.writeString(file, "<configuration><root></configuration>");
    var wrong =
        catchThrowableOfType(
            UnusableSettingException.class,
            () -> ErrorLog.check(SettingsLoader.from(Map.of("logconfig", file.toString()))));
    assertThat(wrong.objection().label()).isEqualTo("not a configuration of Logback");
  }

  private Objection refused(String configuration) {
    return catchThrowableOfType(UnusableSettingException.class, () -> configure(configuration))
        .objection();
  }

  private ErrorLog configure(String configuration) throws Exception {
    return configure(configuration, Map.of());
  }

  private ErrorLog configure(String configuration, Map<String, String> more) throws Exception {
    Path file = Files.writeString(directory.resolve("logback.xml"), configuration);
    Map<String, String> settings = new HashMap<>(more);
    settings.put("logconfig", file.toString());
    return ErrorLog.configure(context, SettingsLoader.from(settings));
  }

  private String toFile(String name, String root) {
    return """
        <configuration>
          <appender name="own" class="ch.qos.logback.core.FileAppender">
            <file>%s</file>
            <encoder><pattern>%%level %%msg%%n</pattern></encoder>
          </appender>
          %s<appender-ref ref="own"/></root>
        </configuration>
        """
        .formatted(directory.resolve(name), root);
  }
}
