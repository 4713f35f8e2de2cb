package dev.jetticorn.connector.settings.print;

import dev.jetticorn.connector.settings.model.RefusedSetting;
import dev.jetticorn.connector.settings.model.Registry;
import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.util.List;
import java.util.Locale;

/** Writes docs/settings.md. */
public final class SettingsReference {
  private final Registry registry;
  private final StringBuilder text = new StringBuilder();

  private SettingsReference(Registry registry) {
    this.registry = registry;
  }

  /** The whole page. */
  public static String of(Registry registry) {
    return new SettingsReference(registry).write();
  }

  private String write() {
    text.append(
        """
        # Settings

        <!-- Generated from the registry. A test fails when this page is stale; -Dupdate.golden rewrites it. -->

        Names, meanings and defaults are gunicorn's unless the entry says otherwise.

        ## Where a setting is said

        The weakest first:

        1. the default;
        2. the environment: `JETTICORN_WORKERS=4`;
        3. the properties file: `workers = 4`;
        4. the environment variable `JETTICORN_CMD_ARGS`, which holds words of a command line: `--workers 4`;
        5. the command line: `--workers 4`, `--workers=4`, `-w 4` or `-w4`.

        `PORT` and `WEB_CONCURRENCY`, which platforms set, change the defaults of `bind` and `workers`.

        The properties file is the one that `--config` names, or `./server.properties` when it exists. It has the
        syntax of `java.util.Properties`, in UTF-8: comments begin with `#` or `!` and have a line of their own, a
        backslash at the end continues a line, and a backslash in a value is written twice. White space at the end of
        a value does not count.

        A list is separated by commas; gunicorn's `["h2", "h1"]` means the same. Quotation marks round a whole value
        do not belong to it. `True`, `False` and `None` mean what they mean in Python. A relative path starts at the
        working directory, or at `chdir`. A flag that is repeated replaces what was said before; `--bind` and `--env` add to it.

        Anything that cannot be used is reported, all at once, before anything has started: exit status 2 when a value
        is wrong in itself, 1 when it cannot be used (a taken port, a key that does not fit). Nothing is ignored: an
        unknown name is a problem in the file, on the command line and in the environment, where every variable that
        begins with `JETTICORN_` counts except those that Kubernetes sets for a service of that name
        (`JETTICORN_SERVICE_HOST`, `JETTICORN_PORT_8000_TCP` and so on).

        `--print-config` prints every value and where it came from, `--check-config` checks without starting, and
        `--help SETTING` prints one entry of this page.
        """);
    for (Section section : registry.sections()) {
      if (!section.settings().isEmpty()) {
        write(section);
      }
    }
    writeRefused();
    return text.toString();
  }

  private void write(Section section) {
    text.append("\n## ").append(section.title()).append("\n\n");
    row("setting", "default", "in gunicorn", "allowed");
    row("---", "---", "---", "---");
    for (Setting<?> setting : section.settings()) {
      row(
          "[`" + setting.name() + "`](#" + setting.name() + ")",
          code(setting.printedDefault()),
          setting.gunicornDefault().map(SettingsReference::code).orElse("not there"),
          cell(setting.type().allowed()));
    }
    section.settings().forEach(this::write);
  }

  private void write(Setting<?> setting) {
    text.append("\n### ").append(setting.name()).append("\n\n");
    text.append(setting.description()).append("\n\n");
    text.append("Flags: ").append(codes(setting.flags())).append(". ");
    text.append("Environment: `JETTICORN_").append(setting.name().toUpperCase(Locale.ROOT));
    text.append("`.");
    if (!setting.aliases().isEmpty()) {
      text.append(" Also called ").append(codes(setting.aliases())).append('.');
    }
    text.append('\n');
  }

  private void writeRefused() {
    text.append("\n## Refused\n\n");
    text.append("These names of gunicorn's make no sense here.\n\n");
    row("name", "in gunicorn", "why", "instead");
    row("---", "---", "---", "---");
    for (RefusedSetting refused : registry.refused()) {
      row(
          '`' + refused.name() + '`',
          code(refused.gunicornDefault()),
          cell(refused.reason()),
          cell(refused.help()));
    }
  }

  private void row(String... cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String codes(List<String> words) {
    return '`' + String.join("`, `", words) + '`';
  }

  private static String code(String value) {
    if (value.isEmpty()) {
      return "empty";
    }
    // Some defaults of gunicorn can only be described.
    return value.matches("(a|the) .*") ? value : '`' + cell(value) + '`';
  }

  private static String cell(String value) {
    return value.replace("|", "\\|");
  }
}
