package dev.jetticorn.connector.settings.model;

import java.math.BigInteger;
import java.util.regex.Pattern;

final class IntegerType extends ScalarType<Integer> {
  private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");

  private final int min;
  private final int max;

  IntegerType(int min, int max) {
    this.min = min;
    this.max = max;
  }

  @Override
  protected Integer parseBare(String text) throws BadValue {
    if (!WHOLE.matcher(text).matches()) {
      throw BadValue.all(text, text.isEmpty() ? "a number is missing" : "not a whole number");
    }
    var number = new BigInteger(text);
    if (number.compareTo(BigInteger.valueOf(min)) < 0) {
      throw BadValue.all(text, "below the minimum of " + min);
    }
    if (number.compareTo(BigInteger.valueOf(max)) > 0) {
      throw BadValue.all(text, "above the maximum of " + max);
    }
    return number.intValueExact();
  }

  @Override
  protected String printBare(Integer value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "a whole number from " + min + " to " + max;
  }

  @Override
  public String placeholder() {
    return "N";
  }

  int min() {
    return min;
  }

  int max() {
    return max;
  }
}
