package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.util.Locale;

/** {@code on} or {@code off}, where gunicorn takes a file. */
final class JsonLogsType extends ScalarType<Boolean> {

  @Override
  protected Boolean parseBare(String text) throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true" -> true;
      case "off", "false", "none", "" -> false;
      default ->
          throw BadValue.all(text, "neither on nor off")
              .help(
                  "gunicorn's file of this setting configures logging of Python; `logconfig` takes"
                      + " a file of Logback");
    };
  }

  @Override
  protected String printBare(Boolean value) {
    return value ? "on" : "off";
  }

  @Override
  public String allowed() {
    return "on or off";
  }

  @Override
  public String placeholder() {
    return "on|off";
  }
}
