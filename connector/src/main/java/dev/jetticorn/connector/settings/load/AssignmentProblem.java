package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.Optional;

/** What can be wrong with one assignment, in words. */
final class AssignmentProblem {
  /** Columns of a headline that a value may take. */
  private static final int LONGEST_VALUE = 60;

  private AssignmentProblem() {}

  static Problem invalid(Setting<?> setting, Assignment assignment, BadValue bad) {
    boolean secret = setting.type().hides(assignment.text());
    String defaultValue = setting.printedDefault();
    Origin origin = assignment.source().value(bad.start(), bad.end());
    String value = Printable.of(assignment.text()).shortened(LONGEST_VALUE);
    String headline =
        secret
            ? "invalid value for setting `" + setting.name() + "`"
            : "invalid value `" + value + "` for setting `" + setting.name() + "`";
    Problem problem =
        Problem.at(secret ? origin.hidden() : origin, headline, bad.label())
            .allowed(setting.type().allowed())
            .defaultValue(defaultValue.isEmpty() ? "empty" : defaultValue);
    if (isFallback(origin, setting)) {
      problem = problem.note("this variable gives the default of `" + setting.name() + "`");
    }
    if (!secret && assignment.text().contains(" #")) {
      problem = problem.help("a comment has a line of its own");
    }
    return bad.help().isPresent() ? problem.help(bad.help().get()) : problem;
  }

  private static boolean isFallback(Origin origin, Setting<?> setting) {
    return origin instanceof Origin.Variable variable
        && setting.fallbacks().stream()
            .anyMatch(fallback -> fallback.variable().equals(variable.name()));
  }

  static Problem saidTwice(Setting<?> setting, Assignment earlier, Assignment again) {
    boolean secret = setting.type().hides(earlier.text()) || setting.type().hides(again.text());
    Origin first = secret ? earlier.source().nameAlone() : earlier.source().name();
    Origin second = secret ? again.source().nameAlone() : again.source().name();
    return Problem.at(second, "setting `" + setting.name() + "` is set twice", "set again here")
        .and(first, "first set here");
  }

  static Problem refused(RefusedSetting refused, Assignment assignment) {
    Problem problem =
        Problem.at(
            assignment.source().name(),
            "setting `" + refused.name() + "` is not supported",
            refused.reason());
    return problem.help(refused.help());
  }

  static Problem notInFiles(Setting<?> setting, Assignment assignment) {
    return Problem.at(
            assignment.source().name(),
            "setting `" + setting.name() + "` cannot stand here",
            "it says where the settings are read from")
        .help("it belongs on the command line: `" + setting.flags().get(0) + "`");
  }

  static Problem unknown(Assignment assignment, Registry registry) {
    Source source = assignment.source();
    Optional<String> near = registry.near(assignment.name());
    // Who mistypes the name of a password has still typed a password.
    boolean secret =
        SecretNames.mayBeSecret(assignment.name())
            || SecretNames.mayBeSecret(assignment.text())
            || near.filter(SecretNames::mayBeSecret).isPresent();
    Problem problem =
        Problem.at(
            secret ? source.nameAlone() : source.name(),
            "unknown setting `" + assignment.name() + "`",
            "no setting has this name");
    return near.map(name -> problem.help("did you mean `" + name + "`?")).orElse(problem);
  }
}
