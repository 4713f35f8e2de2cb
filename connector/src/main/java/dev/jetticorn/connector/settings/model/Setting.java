package dev.jetticorn.connector.settings.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Something that a user can set, for example {@code http2_max_frame_size}.
 *
 * @param <T> the Java type of its value
 */
public final class Setting<T> {
  private final Section section;
  private final String name;
  private final ValueType<T> type;
  private final T defaultValue;
  private final String description;
  private final List<String> flags = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final List<Fallback> fallbacks = new ArrayList<>();
  private Optional<String> gunicornDefault;
  private Optional<String> offFlag = Optional.empty();
  private boolean inGunicorn = true;
  private boolean oneRun;
  private boolean allowedInFiles = true;
  private boolean positional;
  private boolean repeatable;

  Setting(
      Section section,
      String name,
      ValueType<T> type,
      T defaultValue,
      String description,
      Trait... traits) {
    this.section = section;
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.description = description.strip();
    this.gunicornDefault = Optional.empty();
    for (Trait trait : traits) {
      trait.apply(this);
    }
  }

  /** Something that is said of a setting where it is declared. */
  @FunctionalInterface
  public interface Trait {
    void apply(Setting<?> setting);
  }

  /** An environment variable that others set, and the text that its value amounts to. */
  public record Fallback(String variable, UnaryOperator<String> text) {}

  /** More flags than the one that follows from the name. */
  public static Trait flags(String... flags) {
    return setting -> setting.flags.addAll(List.of(flags));
  }

  /** A flag that means no. */
  public static Trait offFlag(String flag) {
    return setting -> {
      setting.flags.add(flag);
      setting.offFlag = Optional.of(flag);
    };
  }

  /** Another name for the same. */
  public static Trait alias(String name) {
    return setting -> setting.aliases.add(name);
  }

  /** What gunicorn takes when nothing is said, where that differs. */
  public static Trait gunicornDefault(String text) {
    return setting -> setting.gunicornDefault = Optional.of(text);
  }

  /** Gunicorn has no such setting. */
  public static Trait notInGunicorn() {
    return setting -> setting.inGunicorn = false;
  }

  /** The value is about this run, and no part of what the server is. */
  public static Trait forOneRun() {
    return setting -> setting.oneRun = true;
  }

  /** The value cannot stand in a properties file. */
  public static Trait notInFiles() {
    return setting -> setting.allowedInFiles = false;
  }

  /** A word of the command line that belongs to no flag is the value. */
  public static Trait positional() {
    return setting -> setting.positional = true;
  }

  /** The flag may be repeated, and each adds to the list. */
  public static Trait repeatable() {
    return setting -> setting.repeatable = true;
  }

  /** The default when an environment variable that platforms set is there. */
  public static Trait defaultFrom(String variable, UnaryOperator<String> text) {
    return setting -> setting.fallbacks.add(new Fallback(variable, text));
  }

  /** Reads a text as the user wrote it. */
  public T parse(String text) throws BadValue {
    // What stands round a password may belong to it.
    String value = type.isSecret() ? text : text.strip();
    try {
      checkCharacters(value);
      return type.parse(value);
    } catch (BadValue bad) {
      throw bad.shiftedBy(text.indexOf(value));
    }
  }

  private static void checkCharacters(String text) throws BadValue {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\t') {
        throw BadValue.part(i, i + 1, String.format("control character U+%04X", (int) c));
      }
    }
  }

  public Section section() {
    return section;
  }

  public String name() {
    return name;
  }

  public ValueType<T> type() {
    return type;
  }

  public T defaultValue() {
    return defaultValue;
  }

  /** The default, as it would be written. */
  public String printedDefault() {
    return type.print(defaultValue);
  }

  /** The first sentence of the description. */
  public String summary() {
    return description.lines().takeWhile(line -> !line.isBlank()).reduce("", Setting::join);
  }

  /** What the setting does, paragraph by paragraph. */
  public String description() {
    return description;
  }

  /** The flag that follows from the name, then the others. */
  public List<String> flags() {
    var all = new ArrayList<String>();
    all.add(flagOf(name));
    all.addAll(flags);
    aliases.forEach(alias -> all.add(flagOf(alias)));
    return List.copyOf(all);
  }

  /** Whether a flag means no. */
  public boolean isOffFlag(String flag) {
    return offFlag.filter(flag.replace('_', '-')::equals).isPresent();
  }

  public List<String> aliases() {
    return List.copyOf(aliases);
  }

  public List<Fallback> fallbacks() {
    return List.copyOf(fallbacks);
  }

  /** Gunicorn's default, when it has the setting at all. */
  public Optional<String> gunicornDefault() {
    return inGunicorn ? gunicornDefault.or(() -> Optional.of(printedDefault())) : Optional.empty();
  }

  public boolean isInGunicorn() {
    return inGunicorn;
  }

  public boolean isForOneRun() {
    return oneRun;
  }

  public boolean isPositional() {
    return positional;
  }

  public boolean isRepeatable() {
    return repeatable;
  }

  public boolean isAllowedInFiles() {
    return allowedInFiles;
  }

  @Override
  public String toString() {
    return name;
  }

  static String flagOf(String name) {
    return "--" + name.replace('_', '-');
  }

  private static String join(String a, String b) {
    return a.isEmpty() ? b : a + ' ' + b;
  }
}
