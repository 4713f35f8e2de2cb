package dev.jetticorn.connector.settings.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.settings.OtherValues;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsPrinterTest {
  private final Registry registry = Registry.installed();
  @TempDir Path directory;

  @Test
  void defaultsLoadBack() throws Exception {
    assertLoadsBack(Map.of());
  }

  @Test
  void everyOtherValueLoadsBack() throws Exception {
    for (Setting<?> setting : registry.settings()) {
      String other = OtherValues.other(setting);
      if (!setting.isForOneRun() && !setting.type().hides(other)) {
        var values = new LinkedHashMap<>(companions(setting));
        values.put(setting.name(), other);
        assertLoadsBack(values);
      }
    }
  }

  /** Rules may want another setting beside a setting. */
  private static Map<String, String> companions(Setting<?> setting) {
    return switch (setting.name()) {
      case "keyfile", "cert_reqs" -> Map.of("certfile", "a.pem", "ca_certs", "b.pem");
      default -> Map.of();
    };
  }

  @Test
  void anyTextLoadsBack() throws Exception {
    // A fixed seed, so that a failure can be repeated.
    var random = new Random(20_261_122);
    String[] pieces = {
      "a",
      " ",
      "\t",
      "\"",
      "'",
      "\\",
      "#",
      "!",
      "=",
      ":",
      ",",
      "None",
      "auto",
      "-",
      "[",
      "]",
      "(",
      ")",
      "\u00e9",
      "\u20ac",
      "\ud83d\ude00",
      "%%",
      "%(h)s",
      "{",
      "}",
      "/",
      "."
    };
    var settings =
        List.of("war", "access_log_format", "errorlog", "accesslog", "certfile", "ciphers");
    for (int i = 0; i < 3000; i++) {
      var text = new StringBuilder();
      for (int length = 1 + random.nextInt(6); length > 0; length--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      String name = settings.get(random.nextInt(settings.size()));
      if (isGood(name, text.toString())) {
        assertLoadsBack(Map.of(name, text.toString()));
      }
    }
  }

  private static boolean isGood(String name, String text) {
    try {
      SettingsLoader.from(Map.of(name, text));
      return true;
    } catch (SettingsException e) {
      return false;
    }
  }

  @Test
  void aSecretIsNotPrintedButTheRestLoadsBack() throws Exception {
    Settings settings = SettingsLoader.from(Map.of("keyfile_password", "hunter2", "backlog", "7"));

    String printed = SettingsPrinter.print(registry, settings);

    assertThat(printed)
        .doesNotContain("hunter2")
        .contains("\n# keyfile_password is set, and never printed\n")
        .contains("\nbacklog = 7\n");
    assertThat(load(printed)).isNotNull();
  }

  @Test
  void onlyTheNamesOfSystemPropertiesArePrinted() throws Exception {
    Settings settings = SettingsLoader.from(Map.of("raw_env", "db.password=hunter2, \"m=a,b\""));

    assertThat(SettingsPrinter.print(registry, settings))
        .doesNotContain("hunter2")
        .contains("\n# raw_env = db.password=********, m=********\n");
    assertThat(SettingsTable.of(registry, settings))
        .filteredOn(row -> row.get("setting").equals("raw_env"))
        .extracting(row -> row.get("value"))
        .containsExactly("db.password=********, m=********");
  }

  @Test
  void aSystemPropertyIsNotShownWhereAnotherOneIsWrong() {
    assertThatThrownBy(() -> load("raw_env = db.password=hunter2, mode\n"))
        .hasMessageContaining("invalid value for setting `raw_env`")
        .hasMessageContaining("an equals sign is missing")
        .message()
        .doesNotContain("hunter2");
  }

  private void assertLoadsBack(Map<String, String> values) throws Exception {
    Settings settings = SettingsLoader.from(values);

    Settings again = load(SettingsPrinter.print(registry, settings));

    for (Setting<?> setting : registry.settings()) {
      if (!setting.isForOneRun()) {
        assertThat((Object) again.get(setting))
            .as("%s of %s", setting, values)
            .isEqualTo(settings.get(setting));
      }
    }
  }

  private Settings load(String text) throws Exception {
    return SettingsLoader.fromFile(Files.writeString(directory.resolve("server.properties"), text));
  }
}
