package dev.jetticorn.connector.settings.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Several steps that may each find a setting unusable, so that the user hears of all of them.
 *
 * <pre>{@code
 * Attempts attempts = new Attempts();
 * Optional<Key> key = attempts.at(() -> readKey(settings));
 * Optional<Log> log = attempts.at(() -> openLog(settings));
 * attempts.end();
 * }</pre>
 */
public final class Attempts {
  private final List<UnusableSettingException> failures = new ArrayList<>();

  /** Takes a step; returns nothing when it failed. */
  public <T> Optional<T> at(Supplier<T> step) {
    try {
      return Optional.of(step.get());
    } catch (UnusableSettingException e) {
      failures.add(e);
      return Optional.empty();
    }
  }

  /** Takes a step that has no result. */
  public void at(Runnable step) {
    var unused =
        at(
            () -> {
              step.run();
              return true;
            });
  }

  /**
   * Ends the attempts.
   *
   * @throws UnusableSettingException if one failed; it has the objections of all
   */
  public void end() {
    if (failures.isEmpty()) {
      return;
    }
    UnusableSettingException first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    throw first;
  }
}
