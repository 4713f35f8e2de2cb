package dev.jetticorn.connector.convert;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Rule;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a literal configuration of gunicorn's into a properties file that says the same; what has
 * no counterpart becomes a comment that says why.
 */
public final class Conversion {
  private final Registry registry;
  private final List<String> lines;
  private final Map<String, PythonValue> names = new HashMap<>();
  private final StringBuilder out = new StringBuilder();

  private Conversion(Registry registry, String python) {
    this.registry = registry;
    this.lines = python.lines().toList();
  }

  /**
   * Converts a file.
   *
   * @param name the name of the file, for a comment
   * @param python what is in it
   */
  public static String of(Registry registry, String name, String python) {
    return new Conversion(registry, python).convert(name, Statement.of(Tokens.of(python)));
  }

  /** What becomes of a statement: a setting and its text, or the reason why not. */
  private record Outcome(Statement statement, Optional<Setting<?>> setting, String text) {
    static Outcome comment(Statement statement, String reason) {
      return new Outcome(statement, Optional.empty(), reason);
    }
  }

  private String convert(String name, List<Statement> statements) {
    List<Outcome> outcomes = new ArrayList<>();
    Map<Setting<?>, Integer> latest = new HashMap<>();
    for (Statement statement : statements) {
      Outcome outcome = outcome(statement);
      outcome
          .setting()
          .ifPresent(
              setting -> {
                Integer earlier = latest.put(setting, outcomes.size());
                if (earlier != null) {
                  outcomes.set(
                      earlier,
                      Outcome.comment(
                          outcomes.get(earlier).statement(),
                          "set again in line " + statement.firstLine()));
                }
              });
      outcomes.add(outcome);
    }
    leaveOutWhatDoesNotGoTogether(outcomes);
    write(name, outcomes);
    return out.toString();
  }

  private Outcome outcome(Statement statement) {
    Optional<String> assigned = statement.assigned();
    if (assigned.isPresent()) {
      return assignment(statement, assigned.get());
    }
    Optional<String> defined = statement.defined();
    if (defined.isPresent()) {
      return Outcome.comment(
          statement,
          registry
              .refused(defined.get())
              .map(Conversion::words)
              .orElse("a function, which only Python can run"));
    }
    if (statement.isDocumentation()) {
      return Outcome.comment(statement, "a text, which says nothing to gunicorn either");
    }
    boolean imports = statement.begins("import") || statement.begins("from");
    return Outcome.comment(
        statement,
        imports ? "only Python needs it" : "only Python can run this: write what it comes to");
  }

  private Outcome assignment(Statement statement, String name) {
    Optional<Setting<?>> setting =
        registry.setting(name).filter(found -> found.isAllowedInFiles() && !found.isForOneRun());
    Optional<RefusedSetting> refused = registry.refused(name);
    try {
      PythonValue value = Expression.evaluate(statement.value(), names);
      names.put(name, value);
      if (setting.isPresent()) {
        return checked(statement, setting.get(), value);
      }
    } catch (NotLiteral e) {
      names.remove(name);
      if (setting.isPresent()) {
        return Outcome.comment(statement, e.what() + ": " + advice(statement, setting.get()));
      }
    }
    return Outcome.comment(
        statement,
        refused
            .map(Conversion::words)
            .orElse(
                registry.setting(name).isPresent()
                    ? "said on the command line"
                    : "no setting has this name"));
  }

  private static String advice(Statement statement, Setting<?> setting) {
    String variable = "JETTICORN_" + setting.name().toUpperCase(Locale.ROOT);
    return statement.mentions("environ") || statement.mentions("getenv")
        ? "set the environment variable " + variable + ", or write the value"
        : "write what it comes to, or set the environment variable " + variable;
  }

  private static Outcome checked(Statement statement, Setting<?> setting, PythonValue value) {
    boolean empty =
        (value instanceof PythonValue.Sequence list && list.values().isEmpty())
            || (value instanceof PythonValue.Dictionary map && map.values().isEmpty());
    String text = empty ? "None" : value.text();
    if (value instanceof PythonValue.Numeral number && setting.type().isOctal()) {
      text = number.octal();
    }
    if (value instanceof PythonValue.Text && !setting.type().isSecret()) {
      text = quoted(text);
    }
    try {
      setting.parse(text);
      return new Outcome(statement, Optional.of(setting), text);
    } catch (BadValue bad) {
      return Outcome.comment(
          statement, "not taken here (" + bad.label() + "); allowed: " + setting.type().allowed());
    }
  }

  /** White space at the ends, and quotation marks round the whole, would be taken for syntax. */
  private static String quoted(String text) {
    boolean plain = text.equals(text.strip()) && !text.startsWith("\"") && !text.startsWith("'");
    return plain ? text : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String words(RefusedSetting refused) {
    return refused.reason() + "; " + refused.help();
  }

  /** A key whose certificate could not be converted, for example. */
  private void leaveOutWhatDoesNotGoTogether(List<Outcome> outcomes) {
    boolean changed = true;
    while (changed) {
      Map<Setting<?>, String> objections = objections(outcomes);
      changed = false;
      for (int i = 0; i < outcomes.size(); i++) {
        Outcome outcome = outcomes.get(i);
        if (outcome.setting().filter(objections::containsKey).isPresent()) {
          String objection = objections.getOrDefault(outcome.setting().get(), "");
          outcomes.set(i, Outcome.comment(outcome.statement(), objection));
          changed = true;
        }
      }
    }
  }

  private Map<Setting<?>, String> objections(List<Outcome> outcomes) {
    var settings = new Settings.Builder();
    for (Outcome outcome : outcomes) {
      outcome.setting().ifPresent(setting -> put(settings, setting, outcome.text()));
    }
    Map<Setting<?>, String> objections = new LinkedHashMap<>();
    Settings built = settings.build();
    for (Rule rule : registry.rules()) {
      for (Objection objection : rule.objections().apply(built)) {
        objections.put(objection.setting(), objection.headline());
      }
    }
    return objections;
  }

  private static <T> void put(Settings.Builder settings, Setting<T> setting, String text) {
    try {
      settings.put(setting, setting.parse(text), new Origin.Code(Optional.empty()));
    } catch (BadValue bad) {
      throw new IllegalStateException(bad);
    }
  }

  private void write(String name, List<Outcome> outcomes) {
    out.append("# Converted from ").append(printable(name)).append(".\n");
    out.append("# Name your web application here, or on the command line:\n# war = app.war\n");
    for (Outcome outcome : outcomes) {
      Statement statement = outcome.statement();
      if (outcome.setting().isPresent()) {
        String line = outcome.setting().get().name() + " = " + outcome.text();
        out.append('\n').append(escaped(line)).append('\n');
        continue;
      }
      out.append("\n# line ").append(statement.firstLine()).append(", not converted: ");
      out.append(printable(outcome.text())).append('\n');
      int last = Math.min(statement.lastLine(), lines.size());
      lines
          .subList(statement.firstLine() - 1, last)
          .forEach(line -> out.append(("#   " + printable(line)).stripTrailing()).append('\n'));
    }
  }

  /** Escapes what the properties syntax would change. */
  private static String escaped(String line) {
    return printable(line.replace("\\", "\\\\"));
  }

  /** Writes control characters, and what is no ASCII, as the properties syntax does. */
  private static String printable(String text) {
    var printed = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      printed.append(c < ' ' || c > '~' ? String.format("\\u%04x", (int) c) : String.valueOf(c));
    }
    return printed.toString();
  }
}
