package dev.jetticorn.connector.settings.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant: {@code http2MaxFrameSise} for the one with a z. */
public final class NearestName {
  private NearestName() {}

  /** The nearest of {@code names}, if one is near enough to be meant. */
  public static Optional<String> to(String typed, Collection<String> names) {
    String wanted = letters(typed);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    return names.stream()
        .filter(name -> isNear(wanted, letters(name)))
        .min(
            Comparator.comparingInt((String name) -> distance(wanted, letters(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The letters and digits alone, so that case and separators do not count. */
  public static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static boolean isNear(String wanted, String name) {
    if ((wanted.length() >= 5 && name.contains(wanted))
        || (name.length() >= 5 && wanted.contains(name))) {
      return true;
    }
    int longer = Math.max(wanted.length(), name.length());
    // Long garbage is not worth the quadratic work.
    int allowed = longer < 3 ? 0 : Math.max(1, longer / 4);
    return longer <= 100 && distance(wanted, name) <= allowed;
  }

  /** How many letters to insert, delete, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      rows[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      rows[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int change = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
