package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.LogSettings.CAPTURE_OUTPUT;
import static dev.jetticorn.connector.settings.LogSettings.ERRORLOG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG;
import static dev.jetticorn.connector.settings.LogSettings.LOGCONFIG_JSON;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;

/** What the settings of the logs mean to each other. */
final class LogRules {
  private LogRules() {}

  static List<Rule> warnings() {
    return List.of(
        new Rule(List.of(LOGCONFIG, ERRORLOG, CAPTURE_OUTPUT), LogRules::theErrorLogIsInTheFile),
        new Rule(List.of(LOGCONFIG, LOGCONFIG_JSON), LogRules::theFormIsInTheFile));
  }

  private static List<Objection> theErrorLogIsInTheFile(Settings settings) {
    return settings.get(LOGCONFIG).isEmpty()
            || settings.get(CAPTURE_OUTPUT)
            || !settings.isSet(ERRORLOG)
        ? List.of()
        : List.of(
            new Objection(
                ERRORLOG,
                "`errorlog` is not used: the file of `logconfig` says where the error log goes",
                "not used"));
  }

  private static List<Objection> theFormIsInTheFile(Settings settings) {
    return settings.get(LOGCONFIG).isEmpty() || !settings.get(LOGCONFIG_JSON)
        ? List.of()
        : List.of(
            new Objection(
                LOGCONFIG_JSON,
                "`logconfig_json` shapes the access log alone: the file of `logconfig` says what"
                    + " the error log looks like",
                "for the access log alone"));
  }
}
