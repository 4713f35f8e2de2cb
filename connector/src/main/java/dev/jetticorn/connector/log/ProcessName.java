package dev.jetticorn.connector.log;

import static dev.jetticorn.connector.settings.RunningSettings.DEFAULT_PROC_NAME;
import static dev.jetticorn.connector.settings.RunningSettings.PROC_NAME;

import dev.jetticorn.connector.settings.model.Settings;

/** What the process is called. */
public final class ProcessName {
  private ProcessName() {}

  /** The name that was given, or the default. */
  public static String of(Settings settings) {
    return settings.get(PROC_NAME).orElse(settings.get(DEFAULT_PROC_NAME));
  }

  /** Whether somebody has given a name. */
  public static boolean isGiven(Settings settings) {
    return settings.get(PROC_NAME).isPresent() || settings.isSet(DEFAULT_PROC_NAME);
  }
}
