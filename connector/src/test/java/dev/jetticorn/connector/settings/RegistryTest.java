package dev.jetticorn.connector.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.Golden;
import dev.jetticorn.connector.settings.load.SettingsException;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTest {
  private final Registry registry = Registry.installed();
  @TempDir Path directory;

  /** The golden file has the names of gunicorn 26.1, and what becomes of each here. */
  @Test
  void knowsThe119NamesOfGunicorn() {
    var names = new TreeMap<String, String>();
    registry.settings().stream()
        .filter(Setting::isInGunicorn)
        .forEach(setting -> names.put(setting.name(), "works"));
    registry.refused().forEach(refused -> names.put(refused.name(), "refused"));
    var table = new StringBuilder();
    names.forEach((name, verdict) -> table.append(name + ' ' + verdict + '\n'));

    assertThat(names).hasSize(119);
    assertThat(names.values().stream().filter("works"::equals)).hasSize(72);
    Golden.check("gunicorn-names.txt", table.toString());
  }

  @Test
  void knowsNamesThatAreNotGunicorns() {
    assertThat(registry.settings().stream().filter(setting -> !setting.isInGunicorn()))
        .extracting(Setting::name)
        .containsExactlyInAnyOrder(
            "war",
            "webapps",
            "session_store",
            "early_hints",
            "handshake_timeout",
            "tls_rate_limit",
            "header_timeout",
            "min_data_rate",
            "min_data_rate_grace",
            "http2_connection_window_size",
            "http2_header_table_size",
            "http2_max_settings_keys",
            "http2_rate_limit",
            "http2_connect_protocol",
            "max_connection_requests",
            "max_connection_age",
            "session_timeout",
            "lib",
            "sni",
            "http2_priority",
            "keyfile_password",
            "redirect_https",
            "metrics_path",
            "metrics_allow_ips",
            "health_path");
  }

  @Test
  void noNameOrFlagMeansTwoThings() {
    var names = new ArrayList<String>();
    var flags = new ArrayList<>(List.of("-h", "--help", "-v", "--version", "--convert"));
    for (Setting<?> setting : registry.settings()) {
      names.add(setting.name());
      names.addAll(setting.aliases());
      flags.addAll(setting.flags());
    }
    for (RefusedSetting refused : registry.refused()) {
      names.add(refused.name());
      flags.addAll(refused.flags());
    }

    assertThat(names).doesNotHaveDuplicates();
    assertThat(flags).doesNotHaveDuplicates();
  }

  @Test
  void aConstantIsTheNameInCapitals() throws Exception {
    Set<String> declared = new HashSet<>();
    for (Setting<?> setting : registry.settings()) {
      for (Class<?> section : sections()) {
        for (Field field : section.getDeclaredFields()) {
          if (field.getType() == Setting.class && field.get(null) == setting) {
            assertThat(field.getName()).isEqualTo(setting.name().toUpperCase(Locale.ROOT));
            declared.add(setting.name());
          }
        }
      }
    }

    assertThat(declared).hasSize(registry.settings().size());
  }

  @Test
  void aSummaryIsOneSentence() {
    for (Setting<?> setting : registry.settings()) {
      assertThat(setting.summary()).as(setting.name()).matches("[A-Z][^.]*(\\.[^ ][^.]*)*\\.");
    }
  }

  @Test
  void everyDefaultIsPrintedAsItIsRead() throws Exception {
    for (Setting<?> setting : registry.settings()) {
      Object read = setting.parse(setting.printedDefault());

      assertThat(read).as(setting.name()).isEqualTo(setting.defaultValue());
    }
  }

  @Test
  void everyOtherValueDiffersFromTheDefaultAndIsPrintedAsItIsRead() throws Exception {
    for (Setting<?> setting : registry.settings()) {
      Object other = setting.parse(OtherValues.other(setting));

      assertThat(other).as(setting.name()).isNotEqualTo(setting.defaultValue());
      if (!setting.type().isSecret()) {
        assertThat(setting.parse(printed(setting))).as(setting.name()).isEqualTo(other);
      }
    }
  }

  private static <T> String printed(Setting<T> setting) throws Exception {
    return setting.type().print(setting.parse(OtherValues.other(setting)));
  }

  @Test
  void everyBadValueIsExplained() throws Exception {
    var text = new StringBuilder();
    for (Setting<?> setting : registry.settings()) {
      if (setting.isAllowedInFiles()) {
        text.append(setting.name()).append(" = ").append(escaped(OtherValues.bad(setting)));
        text.append('\n');
      }
    }
    Path file = directory.resolve("server.properties");
    Files.writeString(file, text);

    List<String> problems = problems(file);

    for (Setting<?> setting : registry.settings()) {
      if (setting.isAllowedInFiles()) {
        assertThat(problems)
            .as(setting.name())
            .anyMatch(problem -> problem.contains("for setting `" + setting.name() + "`"));
      }
    }
    Golden.check(
        "bad-values.txt", String.join("\n\n", problems).replace(directory + "/", "") + '\n');
  }

  private static List<String> problems(Path file) {
    try {
      SettingsLoader.fromFile(file);
      return List.of();
    } catch (SettingsException e) {
      return e.problems().stream().map(Object::toString).toList();
    }
  }

  private static String escaped(String value) {
    var text = new StringBuilder();
    value
        .chars()
        .forEach(
            c -> text.append(c < ' ' || c > '~' ? String.format("\\u%04x", c) : "" + (char) c));
    return text.toString();
  }

  private static List<Class<?>> sections() {
    return List.of(
        ConfigSettings.class,
        ApplicationSettings.class,
        SocketSettings.class,
        WorkerSettings.class,
        Http2Settings.class,
        TlsSettings.class,
        LimitSettings.class,
        ProxySettings.class,
        LogSettings.class,
        MetricsSettings.class,
        RunningSettings.class,
        ControlSettings.class);
  }
}
