package dev.jetticorn.connector.settings.model;

import java.time.Duration;

final class SecondsType extends ScalarType<Duration> {
  private final IntegerType number;

  SecondsType(IntegerType number) {
    this.number = number;
  }

  @Override
  protected Duration parseBare(String text) throws BadValue {
    return Duration.ofSeconds(number.parseBare(text));
  }

  @Override
  protected String printBare(Duration value) {
    return Long.toString(value.toSeconds());
  }

  @Override
  public String allowed() {
    return "a whole number of seconds from " + number.min() + " to " + number.max();
  }

  @Override
  public String placeholder() {
    return "SECONDS";
  }
}
