package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.NearestName;
import java.util.List;

/** Guesses whether a name, like {@code store_password}, or a text is about a secret. */
final class SecretNames {
  private static final List<String> SIGNS =
      List.of("pass", "pwd", "secret", "token", "credential", "jdbc");

  private SecretNames() {}

  /** Rather once too often: the price is a line that is not shown. */
  static boolean mayBeSecret(String name) {
    String letters = NearestName.letters(name);
    return SIGNS.stream().anyMatch(letters::contains);
  }
}
