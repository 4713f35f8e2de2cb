package dev.jetticorn.connector.settings.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value that is well formed but cannot be used: a port that is taken, a key that does not fit its
 * certificate.
 */
public final class UnusableSettingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Objection objection;

  /**
   * Makes an exception that points at a setting.
   *
   * @param headline what is wrong, complete in itself: lower case, no full stop
   * @param label what stands beside the carets
   */
  public UnusableSettingException(Setting<?> setting, String headline, String label) {
    this(new Objection(setting, headline, label));
  }

  private UnusableSettingException(Objection objection) {
    super(objection.headline());
    this.objection = objection;
  }

  /** The same with another fact. */
  public UnusableSettingException note(String fact) {
    return copy(objection.note(fact));
  }

  /** The same with advice. */
  public UnusableSettingException help(String advice) {
    return copy(objection.help(advice));
  }

  /** The same with carets under a part of the value, for example one address of a list. */
  public UnusableSettingException pointingAt(String part) {
    return copy(objection.pointingAt(part));
  }

  /** The same because of {@code cause}, which is for a debugger and not for the user. */
  public UnusableSettingException causedBy(Throwable cause) {
    var copy = copy(objection);
    copy.initCause(cause);
    return copy;
  }

  public Objection objection() {
    return objection;
  }

  /** The objection, and those of the exceptions that were suppressed for this one. */
  public List<Objection> objections() {
    return Stream.concat(
            Stream.of(objection),
            Arrays.stream(getSuppressed())
                .filter(UnusableSettingException.class::isInstance)
                .map(UnusableSettingException.class::cast)
                .flatMap(other -> other.objections().stream()))
        .toList();
  }

  private UnusableSettingException copy(Objection other) {
    var copy = new UnusableSettingException(other);
    if (getCause() != null) {
      copy.initCause(getCause());
    }
    return copy;
  }
}
