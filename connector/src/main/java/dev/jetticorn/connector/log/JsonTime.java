package dev.jetticorn.connector.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A point in time in the form of RFC 3339, in UTC: {@code 2026-11-22T17:50:47.123Z}. */
public final class JsonTime {
  private static final DateTimeFormatter TO_THE_SECOND =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'.'", Locale.ROOT).withZone(ZoneOffset.UTC);

  // Written by any thread; two that write at once write the same, or seconds that both are right.
  private static volatile Second latest = new Second(-1, "");

  private record Second(long number, String text) {}

  private JsonTime() {}

  /** This moment. */
  public static String now() {
    return at(System.currentTimeMillis());
  }

  /** A moment, in milliseconds since 1970. */
  public static String at(long millis) {
    long number = Math.floorDiv(millis, 1_000L);
    Second second = latest;
    if (second.number != number) {
      second = new Second(number, TO_THE_SECOND.format(Instant.ofEpochSecond(number)));
      latest = second;
    }
    String decimals = Long.toString(1_000 + Math.floorMod(millis, 1_000L));
    return second.text + decimals.substring(1) + 'Z';
  }
}
