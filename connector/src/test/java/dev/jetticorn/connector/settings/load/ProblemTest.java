package dev.jetticorn.connector.settings.load;

import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.SocketSettings.BIND;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a value looks that is well formed but cannot be used. */
class ProblemTest {
  private final UnusableSettingException taken =
      new UnusableSettingException(BIND, "cannot listen on `127.0.0.1:80`", "the port is taken")
          .pointingAt("127.0.0.1:80")
          .note("another process has it")
          .help("choose another port");

  @Test
  void pointsAtTheElementOfAList() {
    Settings settings =
        SettingsLoader.from(Map.of("bind", "127.0.0.1:8000, 127.0.0.1:80, 127.0.0.1:8080"));

    assertThat(Problem.of(taken.objection(), settings))
        .hasToString(
            """
            error: cannot listen on `127.0.0.1:80`
             --> settings given by the program
              |
              | bind = 127.0.0.1:8000, 127.0.0.1:80, 127.0.0.1:8080
              |                        ^^^^^^^^^^^^ the port is taken
              = note: another process has it
              = help: choose another port""");
  }

  @Test
  void pointsAtTheWholeValueWhenTheElementIsNotFound() {
    Settings settings = SettingsLoader.from(Map.of("bind", "127.0.0.1:8000"));

    assertThat(Problem.of(taken.objection(), settings).toString())
        .contains("  |        ^^^^^^^^^^^^^^ the port is taken\n");
  }

  @Test
  void pointsAtTheDefault() {
    assertThat(Problem.of(taken.objection(), SettingsLoader.from(Map.of())).toString())
        .contains(
            """
             --> default
              |
              | bind = 127.0.0.1:8000
              |        ^^^^^^^^^^^^^^ the port is taken
            """);
  }

  @Test
  void hasNothingToPointAtWhenNothingIsSaid() {
    var missing = new UnusableSettingException(WAR, "there is no WAR", "nothing to serve");

    assertThat(Problem.of(missing.objection(), SettingsLoader.from(Map.of())))
        .hasToString("error: there is no WAR\n  = note: nothing to serve");
  }

  @Test
  void doesNotShowASecret() {
    Settings settings = SettingsLoader.from(Map.of("keyfile_password", "hunter2"));
    var wrong =
        new UnusableSettingException(KEYFILE_PASSWORD, "the password is wrong", "does not fit");

    assertThat(Problem.of(wrong.objection(), settings))
        .hasToString(
            """
            error: the password is wrong
             --> settings given by the program
              |
              | does not fit""");
  }
}
