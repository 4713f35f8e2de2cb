package dev.jetticorn.connector.settings.print;

import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;

/** Prints settings as a properties file that loads back to them. */
public final class SettingsPrinter {
  private SettingsPrinter() {}

  /** Every setting with its value, and where that came from. */
  public static String print(Registry registry, Settings settings) {
    var text =
        new StringBuilder("# The settings in force. This loads back as a properties file.\n");
    for (Section section : registry.sections()) {
      if (!section.settings().isEmpty()) {
        text.append("\n# ").append(section.title()).append('\n');
        for (Setting<?> setting : section.settings()) {
          append(text, setting, settings);
        }
      }
    }
    return text.toString();
  }

  private static <T> void append(StringBuilder text, Setting<T> setting, Settings settings) {
    String where = escaped(settings.origin(setting).where());
    text.append("\n# ").append(where).append('\n');
    if (hides(setting, settings)) {
      String masked = setting.type().masked(settings.get(setting));
      text.append("# ").append(setting.name());
      text.append(masked.isEmpty() ? " is set, and never printed" : " = " + escaped(masked));
      text.append('\n');
      return;
    }
    String value = setting.type().print(settings.get(setting));
    // What is about this run is no part of a file.
    text.append(setting.isForOneRun() ? "# " : "");
    text.append((setting.name() + " = " + escaped(value)).stripTrailing()).append('\n');
  }

  /** Whether the value must not be shown to anybody. */
  static <T> boolean hides(Setting<T> setting, Settings settings) {
    T value = settings.get(setting);
    return setting.type().hides(setting.type().print(value))
        && !value.equals(setting.defaultValue());
  }

  /** Escapes what the properties syntax, or a terminal that is not UTF-8, would change. */
  private static String escaped(String text) {
    var line = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        line.append("\\\\");
      } else if (c < ' ' || c > '~') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    return line.toString();
  }
}
