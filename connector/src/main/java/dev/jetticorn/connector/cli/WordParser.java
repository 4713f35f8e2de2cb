package dev.jetticorn.connector.cli;

import dev.jetticorn.connector.settings.load.Assignment;
import dev.jetticorn.connector.settings.load.Assignments;
import dev.jetticorn.connector.settings.load.CommandSources;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.load.Source;
import dev.jetticorn.connector.settings.model.Excerpt;
import dev.jetticorn.connector.settings.model.Origin;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads words one after the other; for one use by one thread. */
final class WordParser {
  private final Registry registry;
  private final Flags flags;
  private final List<String> words;
  private final OriginOfWord origin;
  private final Map<String, Assignment> assignments = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private CommandLine.Request request = CommandLine.Request.RUN;
  private Optional<String> topic = Optional.empty();
  private Optional<String> positional = Optional.empty();
  private int next;

  /** Says where a word stands, counted from 1. */
  @FunctionalInterface
  interface OriginOfWord {
    Origin at(int position, Optional<Excerpt> excerpt);
  }

  WordParser(Registry registry, List<String> words, OriginOfWord origin) {
    this.registry = registry;
    this.flags = new Flags(registry);
    this.words = List.copyOf(words);
    this.origin = origin;
  }

  Assignments parse() {
    boolean onlyPositional = false;
    while (next < words.size()) {
      String word = words.get(next++);
      if (onlyPositional || word.equals("-") || !word.startsWith("-")) {
        positional(word);
      } else if (word.equals("--")) {
        onlyPositional = true;
      } else if (word.equals("-h") || word.equals("--help")) {
        request = CommandLine.Request.HELP;
        topic = next < words.size() ? Optional.of(words.get(next++)) : topic;
      } else if (word.equals("-v") || word.equals("--version")) {
        request = CommandLine.Request.VERSION;
      } else if (flagOf(word).equals("--convert")) {
        convert(word);
      } else {
        flag(word);
      }
    }
    return new Assignments(List.copyOf(assignments.values()), problems);
  }

  /** Reads words that stand in a variable, where a question makes no sense. */
  Assignments parseVariable() {
    Assignments read = parse();
    if (request == CommandLine.Request.RUN) {
      return read;
    }
    String flag = "--" + request.name().toLowerCase(Locale.ROOT);
    problems.add(
        Problem.at(
            new Origin.Variable(CommandSources.ARGUMENTS_VARIABLE, Optional.empty()),
            "`" + flag + "` cannot stand in " + CommandSources.ARGUMENTS_VARIABLE,
            "it is a question for the command line"));
    return new Assignments(read.assignments(), problems);
  }

  CommandLine.Request request() {
    return request;
  }

  Optional<String> topic() {
    return topic;
  }

  private void convert(String word) {
    int position = next;
    request = CommandLine.Request.CONVERT;
    Optional<String> file = valueAttachedTo(word, "--convert");
    if (file.isEmpty() && next < words.size()) {
      file = Optional.of(words.get(next++));
    }
    topic = file;
    if (file.isEmpty()) {
      problems.add(problem(position, word, "`--convert` needs a file", "a file is missing"));
    }
  }

  private void flag(String word) {
    int position = next;
    String flag = flagOf(word);
    Optional<String> attached = valueAttachedTo(word, flag);
    Optional<Setting<?>> setting = flags.setting(flag);
    if (setting.isPresent()) {
      setting(setting.get(), position, word, flag, attached);
      return;
    }
    Optional<RefusedSetting> refused = flags.refused(flag);
    boolean takesValue = refused.map(name -> !name.isSwitch()).orElse(true);
    if (attached.isEmpty() && takesValue) {
      // Its value is no word of its own. It is not shown either: it may be a password.
      skipValue();
    }
    if (refused.isPresent()) {
      var source = Source.inLine(flag, flag.length(), flag.length(), at(position));
      assignments.put(refused.get().name(), new Assignment(refused.get().name(), "", source));
    } else {
      Problem unknown =
          problem(position, flag, "unknown flag `" + flag + "`", "no flag is called so");
      problems.add(
          flags
              .near(flag)
              .map(near -> unknown.help("did you mean `" + near + "`?"))
              .orElseGet(() -> unknown.help("`--help` lists all flags")));
    }
  }

  private void setting(
      Setting<?> setting, int position, String word, String flag, Optional<String> attached) {
    if (attached.isPresent()) {
      assign(setting, attached.get(), line(word, flag, attached.get(), position));
    } else if (setting.type().isSwitch()) {
      String text = setting.isOffFlag(flag) ? "false" : "true";
      assign(setting, text, Source.endOfLine(flag, flag.length(), 0, at(position)));
    } else if (next < words.size() && isValue(words.get(next))) {
      String text = words.get(next++);
      assign(setting, text, line(flag + ' ' + text, flag, text, position));
    } else {
      problems.add(
          problem(position, flag, "flag `" + flag + "` needs a value", "a value is missing")
              .allowed(setting.type().allowed()));
    }
  }

  private void positional(String word) {
    int position = next;
    Optional<Setting<?>> setting = registry.positional();
    if (positional.isPresent() || setting.isEmpty()) {
      String earlier = positional.map(name -> "`" + name + "` stands there already").orElse("");
      problems.add(problem(position, word, "unexpected word `" + word + "`", earlier));
      return;
    }
    positional = Optional.of(word);
    assign(setting.get(), word, Source.inLine(word, word.length(), 0, at(position)));
  }

  /** A later flag replaces an earlier one, as in gunicorn; a list of addresses grows. */
  private void assign(Setting<?> setting, String text, Source source) {
    Assignment earlier = assignments.get(setting.name());
    var assignment = new Assignment(setting.name(), text, source);
    assignments.put(
        setting.name(),
        earlier != null && setting.isRepeatable() ? earlier.followedBy(assignment) : assignment);
  }

  private Source line(String line, String flag, String text, int position) {
    return Source.inLine(line, flag.length(), line.length() - text.length(), at(position));
  }

  private Function<Optional<Excerpt>, Origin> at(int position) {
    return excerpt -> origin.at(position, excerpt);
  }

  private Problem problem(int position, String shown, String headline, String label) {
    var excerpt = new Excerpt(shown, 0, shown.length());
    return Problem.at(origin.at(position, Optional.of(excerpt)), headline, label);
  }

  private void skipValue() {
    if (next < words.size() && isValue(words.get(next))) {
      next++;
    }
  }

  /** {@code -} and {@code -1} are values; a word that is a flag is not. */
  private boolean isValue(String word) {
    return !word.startsWith("--") && !(word.length() > 1 && flags.isKnown(flagOf(word)));
  }

  /** The {@code --workers} of {@code --workers=4}, the {@code -w} of {@code -w4}. */
  private static String flagOf(String word) {
    if (word.startsWith("--")) {
      int equals = word.indexOf('=');
      return equals < 0 ? word : word.substring(0, equals);
    }
    return word.substring(0, Math.min(2, word.length()));
  }

  private static Optional<String> valueAttachedTo(String word, String flag) {
    if (word.length() == flag.length()) {
      return Optional.empty();
    }
    String rest = word.substring(flag.length());
    return Optional.of(rest.startsWith("=") ? rest.substring(1) : rest);
  }
}
