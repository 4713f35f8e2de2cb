package dev.jetticorn.samples.http2.answer;

import java.util.Locale;

/** The time since a request came in. */
public record Stopwatch(long startNanos) {
  /** A stopwatch that runs from now on. */
  public static Stopwatch start() {
    return new Stopwatch(System.nanoTime());
  }

  /** The time so far, such as {@code 12.345ms}. */
  public String elapsed() {
    return String.format(Locale.ROOT, "%.3fms", (System.nanoTime() - startNanos) / 1e6);
  }
}
