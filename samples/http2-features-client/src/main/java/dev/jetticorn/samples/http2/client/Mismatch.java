package dev.jetticorn.samples.http2.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An answer that is not what the check expects. */
final class Mismatch extends Exception {
  Mismatch(String message) {
    super(message);
  }

  /** Takes a null as well: JSON has one. */
  static void unlessEqual(String what, Object expected, @Nullable Object actual) throws Mismatch {
    unless(Objects.equals(expected, actual), what + " is " + actual + " instead of " + expected);
  }

  static void unless(boolean holds, String otherwise) throws Mismatch {
    if (!holds) {
      throw new Mismatch(otherwise);
    }
  }
}
