package dev.jetticorn.connector.settings.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A name that is known but not taken, so that it is never ignored.
 *
 * @param kind for ever or for now
 * @param name the setting's name
 * @param reason why it is not taken, or, for a later one, what it will do
 * @param help what to use instead
 * @param gunicornDefault gunicorn's default; empty when the name is ours
 * @param flags the flags that mean it
 * @param isSwitch true when its flag takes no value
 */
public record RefusedSetting(
    Kind kind,
    String name,
    String reason,
    Optional<String> help,
    Optional<String> gunicornDefault,
    List<String> flags,
    boolean isSwitch) {
  public RefusedSetting {
    flags = List.copyOf(flags);
  }

  /** For ever or for now. */
  public enum Kind {
    /** It makes no sense here. */
    NEVER,
    /** A later version brings it. */
    NOT_YET
  }

  /** A name of gunicorn's that cannot make sense here. */
  public static RefusedSetting never(String name, String reason, String help) {
    return known(Kind.NEVER, name, reason, Optional.of(help));
  }

  /** A name that a later version brings. */
  public static RefusedSetting notYet(String name, String summary) {
    return known(Kind.NOT_YET, name, summary, Optional.empty());
  }

  private static RefusedSetting known(
      Kind kind, String name, String reason, Optional<String> help) {
    return new RefusedSetting(
        kind, name, reason, help, Optional.of("None"), List.of(Setting.flagOf(name)), false);
  }

  /** The same, which gunicorn does not know. */
  public RefusedSetting ours() {
    return new RefusedSetting(kind, name, reason, help, Optional.empty(), flags, isSwitch);
  }

  /** The same with what gunicorn takes when nothing is said, where that is not None. */
  public RefusedSetting gunicornDefault(String text) {
    return new RefusedSetting(kind, name, reason, help, Optional.of(text), flags, isSwitch);
  }

  /** The same with more flags. */
  public RefusedSetting flags(String... more) {
    List<String> all = Stream.concat(flags.stream(), Stream.of(more)).toList();
    return new RefusedSetting(kind, name, reason, help, gunicornDefault, all, isSwitch);
  }

  /** The same, whose flag takes no value. */
  public RefusedSetting asSwitch() {
    return new RefusedSetting(kind, name, reason, help, gunicornDefault, flags, true);
  }

  public boolean isInGunicorn() {
    return gunicornDefault.isPresent();
  }
}
