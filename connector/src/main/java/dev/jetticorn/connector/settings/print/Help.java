package dev.jetticorn.connector.settings.print;

import dev.jetticorn.connector.settings.model.NearestName;
import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code --help} prints. */
public final class Help {
  private static final String TEXT_INDENT = "        ";

  private final Registry registry;

  public Help(Registry registry) {
    this.registry = registry;
  }

  /** Every setting in a few lines, by section. */
  public String all() {
    var text = new StringBuilder();
    text.append(
        """
        Usage: java -jar connector.jar [FLAG]... [APP.WAR]
               java -jar connector.jar ctl [--json] COMMAND

        Serves a web application over HTTP/1.1 and HTTP/2. With `ctl`, tells a running
        server something: `show stats`, `show connections`, `show config`, `reload` or
        `shutdown`.

        A setting can be said, the weakest first, in the environment
        (JETTICORN_WORKERS=4), in the properties file (workers = 4), in
        JETTICORN_CMD_ARGS (--workers 4) and on the command line.

          -h, --help [SETTING]
                Print this, or all about one setting, and exit.
          -v, --version
                Print the versions of Jetticorn, Jetty and Java, and exit.
          --convert GUNICORN.CONF.PY
                Print the properties file that a literal configuration of gunicorn's
                amounts to, and exit.
        """);
    for (Section section : registry.sections()) {
      if (!section.settings().isEmpty()) {
        text.append('\n').append(section.title()).append(":\n");
        section.settings().forEach(setting -> appendTo(text, setting));
      }
    }
    return text.toString();
  }

  /** All about one setting, in whatever spelling; nothing when there is none like it. */
  public Optional<String> about(String topic) {
    Optional<String> setting =
        registry.settings().stream()
            .filter(candidate -> isMeant(topic, candidate.name(), candidate.flags()))
            .findFirst()
            .map(Help::about);
    return setting.or(
        () ->
            registry.refused().stream()
                .filter(candidate -> isMeant(topic, candidate.name(), candidate.flags()))
                .findFirst()
                .map(Help::about));
  }

  private static boolean isMeant(String topic, String name, List<String> flags) {
    // A short flag is told from another one by its case alone.
    if (topic.matches("-.")) {
      return flags.contains(topic);
    }
    String letters = NearestName.letters(topic);
    return letters.equals(NearestName.letters(name))
        || letters.equals(NearestName.letters(variableOf(name)))
        || flags.stream()
            .filter(flag -> flag.startsWith("--"))
            .anyMatch(flag -> letters.equals(NearestName.letters(flag)));
  }

  private static void appendTo(StringBuilder text, Setting<?> setting) {
    text.append("  ").append(usage(setting)).append('\n');
    String summary = setting.summary();
    String defaultValue = setting.printedDefault();
    boolean worthSaying =
        !setting.type().isSwitch() && !defaultValue.isEmpty() && !defaultValue.equals("None");
    text.append(
        Paragraph.wrap(worthSaying ? summary + " Default: " + defaultValue : summary, TEXT_INDENT));
  }

  private static String about(Setting<?> setting) {
    var text = new StringBuilder();
    text.append(setting.name()).append("\n\n");
    setting
        .description()
        .lines()
        .forEach(line -> text.append(line.isEmpty() ? "" : "  ").append(line).append('\n'));
    text.append('\n');
    row(text, "allowed", setting.type().allowed());
    row(text, "default", shown(setting.printedDefault()));
    setting.gunicornDefault().ifPresent(value -> row(text, "in gunicorn", shown(value)));
    row(text, "flag", usage(setting));
    if (setting.isAllowedInFiles()) {
      row(text, "file", setting.name() + " = ...");
    }
    row(text, "environment", variableOf(setting.name()));
    return text.toString();
  }

  private static String about(RefusedSetting refused) {
    var text = new StringBuilder();
    text.append(refused.name()).append("\n\n  ");
    text.append("Not supported: ").append(refused.reason()).append('\n');
    text.append("\n  Instead: ").append(refused.help()).append('\n');
    text.append('\n');
    row(text, "in gunicorn", refused.gunicornDefault());
    return text.toString();
  }

  private static String usage(Setting<?> setting) {
    // The short flags first, as everywhere.
    List<String> flags =
        setting.flags().stream()
            .sorted((a, b) -> Boolean.compare(a.startsWith("--"), b.startsWith("--")))
            .toList();
    String value = setting.type().isSwitch() ? "" : ' ' + setting.type().placeholder();
    return String.join(", ", flags) + value;
  }

  private static String variableOf(String name) {
    return "JETTICORN_" + name.toUpperCase(Locale.ROOT);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(empty)" : value;
  }

  private static void row(StringBuilder text, String key, String value) {
    text.append("  ").append(key).append(" ".repeat(13 - key.length())).append(value).append('\n');
  }
}
