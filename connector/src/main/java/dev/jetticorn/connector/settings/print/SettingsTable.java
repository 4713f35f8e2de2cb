package dev.jetticorn.connector.settings.print;

import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings for a program, or for a table on a terminal. */
public final class SettingsTable {
  private static final String HIDDEN = "(set, and never shown)";

  private SettingsTable() {}

  /** For each setting its name, its value as it would be written, and where that came from. */
  public static List<Map<String, String>> of(Registry registry, Settings settings) {
    return registry.settings().stream()
        .filter(setting -> !setting.isForOneRun())
        .map(setting -> row(setting, settings))
        .toList();
  }

  private static <T> Map<String, String> row(Setting<T> setting, Settings settings) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("setting", setting.name());
    row.put("value", value(setting, settings));
    row.put("from", settings.origin(setting).where());
    return row;
  }

  private static <T> String value(Setting<T> setting, Settings settings) {
    T value = settings.get(setting);
    if (!SettingsPrinter.hides(setting, settings)) {
      return setting.type().print(value);
    }
    String masked = setting.type().masked(value);
    return masked.isEmpty() ? HIDDEN : masked;
  }
}
