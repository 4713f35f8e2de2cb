package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The environment variables {@code JETTICORN_NAME}. */
final class Environment {
  private static final String PREFIX = "JETTICORN_";

  /** What Kubernetes and Docker links set for a service that is called jetticorn. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "\\w*_SERVICE_(HOST|PORT(_\\w+)?)|\\w*_PORT(_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)?");

  private Environment() {}

  /** What the variables say about settings. */
  static Assignments read(Map<String, String> environment, Registry registry) {
    var assignments = new ArrayList<Assignment>();
    var problems = new ArrayList<Problem>();
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!isForSettings(variable)) {
                return;
              }
              String name = variable.substring(PREFIX.length()).toLowerCase(Locale.ROOT);
              if (variable.equals(variableOf(name)) && registry.names().contains(name)) {
                assignments.add(new Assignment(name, text, source(variable, text)));
              } else {
                problems.add(unknown(variable, text, registry.near(name)));
              }
            });
    return new Assignments(assignments, problems);
  }

  /** The default that a variable of the platform, like PORT, gives to a setting. */
  static Optional<Assignment> fallback(Map<String, String> environment, Setting<?> setting) {
    for (Setting.Fallback fallback : setting.fallbacks()) {
      String text = environment.getOrDefault(fallback.variable(), "");
      // Such a variable belongs to others; an empty one means nothing to them.
      if (!text.isBlank()) {
        String line = fallback.variable() + '=' + text;
        int nameEnd = fallback.variable().length();
        return Optional.of(
            new Assignment(
                setting.name(),
                fallback.text().apply(text.strip()),
                Source.endOfLine(
                    line,
                    nameEnd,
                    nameEnd + 1,
                    excerpt -> new Origin.Variable(fallback.variable(), excerpt))));
      }
    }
    return Optional.empty();
  }

  private static boolean isForSettings(String variable) {
    return variable.startsWith(PREFIX)
        && !variable.equals(CommandSources.ARGUMENTS_VARIABLE)
        && !SERVICE_LINK.matcher(variable).matches();
  }

  private static String variableOf(String name) {
    return PREFIX + name.toUpperCase(Locale.ROOT);
  }

  private static Source source(String variable, String text) {
    return Source.inLine(
        variable + '=' + text,
        variable.length(),
        variable.length() + 1,
        excerpt -> new Origin.Variable(variable, excerpt));
  }

  private static Problem unknown(String variable, String text, Optional<String> near) {
    boolean secret =
        SecretNames.mayBeSecret(variable)
            || SecretNames.mayBeSecret(text)
            || near.filter(SecretNames::mayBeSecret).isPresent();
    String line = secret ? variable : variable + '=' + text;
    var excerpt = new Excerpt(line, 0, variable.length());
    Problem problem =
        Problem.at(
            new Origin.Variable(variable, Optional.of(excerpt)),
            "unknown environment variable `" + variable + "`",
            "no setting has this name");
    return near.map(name -> problem.help("did you mean `" + variableOf(name) + "`?"))
        .orElse(problem);
  }
}
