package dev.jetticorn.connector.settings.model;

import java.util.List;
import java.util.stream.Stream;

/**
 * A name of gunicorn's that makes no sense here. It is known, so that it is never ignored.
 *
 * @param name the setting's name
 * @param reason why it is not taken
 * @param help what to use instead
 * @param gunicornDefault gunicorn's default
 * @param flags the flags that mean it
 * @param isSwitch true when its flag takes no value
 */
public record RefusedSetting(
    String name,
    String reason,
    String help,
    String gunicornDefault,
    List<String> flags,
    boolean isSwitch) {
  public RefusedSetting {
    flags = List.copyOf(flags);
  }

  /** A name with the reason, and what to use instead. */
  public static RefusedSetting never(String name, String reason, String help) {
    return new RefusedSetting(name, reason, help, "None", List.of(Setting.flagOf(name)), false);
  }

  /** The same with what gunicorn takes when nothing is said, where that is not None. */
  public RefusedSetting gunicornDefault(String text) {
    return new RefusedSetting(name, reason, help, text, flags, isSwitch);
  }

  /** The same with more flags. */
  public RefusedSetting flags(String... more) {
    List<String> all = Stream.concat(flags.stream(), Stream.of(more)).toList();
    return new RefusedSetting(name, reason, help, gunicornDefault, all, isSwitch);
  }

  /** The same, whose flag takes no value. */
  public RefusedSetting asSwitch() {
    return new RefusedSetting(name, reason, help, gunicornDefault, flags, true);
  }
}
