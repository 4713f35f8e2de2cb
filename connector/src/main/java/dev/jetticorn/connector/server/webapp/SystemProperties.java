package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.RAW_ENV;

import dev.jetticorn.connector.settings.SystemProperty;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;

/** What the operator tells the web application; Java cannot change its environment. */
final class SystemProperties {
  private SystemProperties() {}

  static void set(Settings settings) {
    for (SystemProperty property : settings.get(RAW_ENV).orElse(List.of())) {
      System.setProperty(property.name(), property.value());
    }
  }
}
