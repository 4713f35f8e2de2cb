package dev.jetticorn.connector.settings.model;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A value for every setting, checked, each with its origin. Immutable. */
public final class Settings {
  private final Map<Setting<?>, Given<?>> given;
  private final List<String> warnings;

  private Settings(Map<Setting<?>, Given<?>> given, List<String> warnings) {
    this.given = Map.copyOf(given);
    this.warnings = List.copyOf(warnings);
  }

  /** The value of a setting: what somebody said, or its default. */
  public <T> T get(Setting<T> setting) {
    Given<?> value = given.get(setting);
    if (value == null) {
      return setting.defaultValue();
    }
    // The builder pairs a setting with a value of its own type alone.
    @SuppressWarnings("unchecked")
    T typed = (T) value.value();
    return typed;
  }

  /** True when somebody said the value, even if it equals the default. */
  public boolean isSet(Setting<?> setting) {
    return given.containsKey(setting);
  }

  /** Who said the value. */
  public Origin origin(Setting<?> setting) {
    Given<?> value = given.get(setting);
    return value == null ? defaultOf(setting) : value.origin();
  }

  /** What the operator should know although the server starts, one line for each. */
  public List<String> warnings() {
    return warnings;
  }

  /** The same settings with what the operator should know. */
  public Settings withWarnings(List<String> found) {
    return new Settings(given, found);
  }

  /** The same settings, with what {@code others} say of some of them. */
  public Settings with(Settings others, Predicate<Setting<?>> some) {
    Map<Setting<?>, Given<?>> mixed = new HashMap<>(given);
    mixed.keySet().removeIf(some);
    others.given.forEach(
        (setting, value) -> {
          if (some.test(setting)) {
            mixed.put(setting, value);
          }
        });
    return new Settings(mixed, others.warnings);
  }

  /** The same settings when relative paths start at {@code base}, but for those of {@code but}. */
  public Settings startingAt(Path base, Setting<?> but) {
    Map<Setting<?>, Given<?>> moved = new HashMap<>();
    given.forEach(
        (setting, value) ->
            moved.put(setting, setting.equals(but) ? value : moved(setting, value, base)));
    return new Settings(moved, warnings);
  }

  private static <T> Given<T> moved(Setting<T> setting, Given<?> value, Path base) {
    // The builder pairs a setting with a value of its own type alone.
    @SuppressWarnings("unchecked")
    T typed = (T) value.value();
    return new Given<>(setting.type().startingAt(base, typed), value.origin());
  }

  private static Origin defaultOf(Setting<?> setting) {
    // There is nothing to point at in "none".
    if (setting.defaultValue().equals(Optional.empty())) {
      return new Origin.Default(Optional.empty());
    }
    String line = setting.name() + " = " + setting.printedDefault();
    return new Origin.Default(
        Optional.of(
            new Excerpt(line, line.length() - setting.printedDefault().length(), line.length())));
  }

  private record Given<T>(T value, Origin origin) {}

  /** Collects values; a later one for the same setting replaces an earlier one. */
  public static final class Builder {
    private final Map<Setting<?>, Given<?>> given = new HashMap<>();

    public <T> Builder put(Setting<T> setting, T value, Origin origin) {
      given.put(setting, new Given<>(value, origin));
      return this;
    }

    public Settings build() {
      return new Settings(given, List.of());
    }
  }
}
