package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.settings.LogSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PidFileTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir private Path directory;

  @Test
  void isNotWrittenUnlessASettingSaysWhere() {
    assertThat(PidFile.write(SettingsLoader.from(Map.of()))).isEmpty();
  }

  @Test
  void holdsTheProcessIdWhileTheServerRuns() throws Exception {
    PidFile written = write();

    assertThat(file()).hasContent(PID + "\n");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
    written.close();
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusesWhileTheProcessInItRuns() throws Exception {
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(file(), other.pid() + "\n");

      UnusableSettingException problem = refused(settings());

      assertThat(problem).hasMessage("already running on PID " + other.pid());
      assertThat(problem.objection().setting()).isEqualTo(LogSettings.PIDFILE);
      assertThat(file()).hasContent(other.pid() + "\n");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void replacesTheFileOfAProcessThatHasEnded() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    Files.writeString(file(), ended.pid() + "\n");

    write();

    assertThat(file()).hasContent(PID + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n"})
  void replacesAnEmptyFile(String content) throws Exception {
    Files.writeString(file(), content);

    write();

    assertThat(file()).hasContent(PID + "\n");
  }

  @Test
  void replacesTheFileThatAnEarlierServerWithTheSameIdLeftBehind() throws Exception {
    Files.writeString(file(), String.valueOf(PID));

    write();

    assertThat(file()).hasContent(PID + "\n");
  }

  @Test
  void leavesAFileAloneThatIsNoPidFile() throws Exception {
    Files.writeString(file(), "bind = 0.0.0.0\n");

    assertThat(refused(settings()).objection().label()).isEqualTo("there is another kind of file");
    assertThat(file()).hasContent("bind = 0.0.0.0\n");
  }

  @Test
  void leavesTheFileOfAnotherProcessAloneAtTheEnd() throws Exception {
    PidFile written = write();
    Files.writeString(file(), "1\n");

    written.close();

    assertThat(file()).hasContent("1\n");
  }

  @Test
  void isContentWhenTheFileIsGoneAtTheEnd() throws Exception {
    PidFile written = write();
    Files.delete(file());

    written.close();

    assertThat(file()).doesNotExist();
  }

  @Test
  void saysWhyItCannotBeWritten() {
    Path missing = directory.resolve("none");

    assertThat(refused(settings(missing.resolve("pid"))).objection().label())
        .isEqualTo("there is no directory " + missing);
    assertThat(refused(settings(directory)).objection().label()).isEqualTo("it is a directory");
  }

  private PidFile write() throws IOException {
    return PidFile.write(settings()).orElseThrow();
  }

  private static UnusableSettingException refused(Settings settings) {
    return catchThrowableOfType(UnusableSettingException.class, () -> PidFile.write(settings));
  }

  private Path file() {
    return directory.resolve("pid");
  }

  private Settings settings() {
    return settings(file());
  }

  private static Settings settings(Path file) {
    return SettingsLoader.from(Map.of("pidfile", file.toString()));
  }
}
