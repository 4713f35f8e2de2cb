package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes settings of assignments: checks every value and every rule, and says all that is wrong. */
public final class SettingsLoader {
  private final Registry registry = Registry.installed();
  private final Settings.Builder settings = new Settings.Builder();
  private final List<Problem> problems = new ArrayList<>();
  private final Set<Setting<?>> said = new HashSet<>();
  private final Set<Setting<?>> wrong = new HashSet<>();

  private SettingsLoader() {}

  /**
   * Reads a properties file.
   *
   * @throws SettingsException when something is wrong with it
   */
  public static Settings fromFile(Path file) {
    var loader = new SettingsLoader();
    loader.applyFile(ConfigurationFile.read(file));
    return loader.finish(List.of());
  }

  /**
   * Takes names and values from a program, for example {@code Map.of("bind", "127.0.0.1:0")}.
   *
   * @throws SettingsException when something is wrong with them
   */
  public static Settings from(Map<String, String> values) {
    var loader = new SettingsLoader();
    var assignments = new ArrayList<Assignment>();
    values.forEach(
        (name, text) -> {
          String line = name + " = " + text;
          var source =
              Source.inLine(line, name.length(), line.length() - text.length(), Origin.Code::new);
          assignments.add(new Assignment(name, text, source));
        });
    loader.applyFile(new Assignments(assignments, List.of()));
    return loader.finish(List.of());
  }

  /**
   * Reads all that a command is told, the weakest first: environment, file, arguments.
   *
   * @param command what the command says, and which file is read
   * @param rules what a command needs beyond the rules of the registry
   * @throws SettingsException when something is wrong
   */
  public static Settings forCommand(CommandSources command, List<Rule> rules) {
    var loader = new SettingsLoader();
    Assignments environment = Environment.read(command.environment(), loader.registry);
    loader.apply(environment);
    loader.applyFile(
        command.file(environment).map(SettingsLoader::read).orElseGet(Assignments::none));
    loader.apply(command.variableArguments());
    loader.apply(command.arguments());
    loader.applyFallbacks(command.environment());
    // A word that is not understood may be the one that a rule misses.
    boolean understood =
        command.variableArguments().problems().isEmpty()
            && command.arguments().problems().isEmpty();
    return loader.finish(understood ? rules : List.of());
  }

  private static Assignments read(CommandSources.File file) {
    return file.namedBy()
        .map(origin -> ConfigurationFile.read(file.path(), origin))
        .orElseGet(() -> ConfigurationFile.read(file.path()));
  }

  private void applyFile(Assignments read) {
    apply(read);
    for (Assignment assignment : read.assignments()) {
      registry
          .setting(assignment.name())
          .filter(setting -> !setting.isAllowedInFiles())
          .ifPresent(setting -> problems.add(AssignmentProblem.notInFiles(setting, assignment)));
    }
  }

  private void applyFallbacks(Map<String, String> environment) {
    for (Setting<?> setting : registry.settings()) {
      if (!said.contains(setting)) {
        Environment.fallback(environment, setting)
            .ifPresent(assignment -> apply(setting, assignment));
      }
    }
  }

  private void apply(Assignments read) {
    problems.addAll(read.problems());
    var seen = new HashMap<Setting<?>, Assignment>();
    for (Assignment assignment : read.assignments()) {
      var setting = registry.setting(assignment.name());
      if (setting.isPresent()) {
        Assignment earlier = seen.putIfAbsent(setting.get(), assignment);
        if (earlier == null) {
          apply(setting.get(), assignment);
        } else {
          problems.add(AssignmentProblem.saidTwice(setting.get(), earlier, assignment));
        }
      } else {
        problems.add(
            registry
                .refused(assignment.name())
                .map(refused -> AssignmentProblem.refused(refused, assignment))
                .orElseGet(() -> AssignmentProblem.unknown(assignment, registry)));
      }
    }
  }

  private <T> void apply(Setting<T> setting, Assignment assignment) {
    said.add(setting);
    try {
      T value = setting.parse(assignment.text());
      Origin origin = assignment.origin();
      settings.put(
          setting, value, setting.type().hides(assignment.text()) ? origin.hidden() : origin);
    } catch (BadValue bad) {
      wrong.add(setting);
      problems.add(AssignmentProblem.invalid(setting, assignment, bad));
    }
  }

  private Settings finish(List<Rule> more) {
    Settings built = fromBase(settings.build());
    registry.rules().forEach(rule -> check(rule, built));
    more.forEach(rule -> check(rule, built));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return built.withWarnings(
        registry.warnings().stream()
            .flatMap(rule -> rule.objections().apply(built).stream())
            .map(found -> warning(found, built))
            .toList());
  }

  private Settings fromBase(Settings said) {
    return said.get(registry.baseOfPaths())
        .map(base -> said.startingAt(base.toAbsolutePath(), registry.baseOfPaths()))
        .orElse(said);
  }

  private static String warning(Objection found, Settings built) {
    String where = built.origin(found.setting()).where();
    return Printable.of(found.headline() + " (" + where + ")").text();
  }

  private void check(Rule rule, Settings built) {
    // A value that could not be read says nothing about the others.
    if (rule.reads().stream().noneMatch(wrong::contains)) {
      rule.objections().apply(built).forEach(found -> problems.add(Problem.of(found, built)));
    }
  }
}
