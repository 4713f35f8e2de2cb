package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.ApplicationSettings.WEBAPPS;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold between several web applications. */
final class ApplicationRules {
  private ApplicationRules() {}

  static List<Rule> errors() {
    return List.of(new Rule(List.of(WAR, WEBAPPS), ApplicationRules::contextPathsDiffer));
  }

  private static List<Objection> contextPathsDiffer(Settings settings) {
    List<WarLocation> wars = settings.get(WAR).orElse(List.of());
    boolean several = wars.size() > 1 || settings.get(WEBAPPS).isPresent();
    List<Objection> objections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (WarLocation war : wars) {
      if (several && war.contextPath().isEmpty()) {
        objections.add(
            new Objection(
                    WAR, "`" + war + "` needs a context path", "there is more than one application")
                .pointingAt(war.toString())
                .help("write `/shop=" + war + "`, or `/=" + war + "` for the root"));
      } else if (!seen.add(war.contextPath().orElse(""))) {
        objections.add(
            new Objection(WAR, "two web applications have the same context path", "taken already")
                .pointingAt(war.toString()));
      }
    }
    return objections;
  }
}
