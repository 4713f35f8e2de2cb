package dev.jetticorn.connector.settings.model;

import java.util.Locale;

final class BooleanType extends ScalarType<Boolean> {

  @Override
  protected Boolean parseBare(String text) throws BadValue {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes", "1" -> true;
      case "false", "off", "no", "0" -> false;
      default -> throw BadValue.all(text, "neither true nor false");
    };
  }

  @Override
  protected String printBare(Boolean value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "true or false";
  }

  @Override
  public String placeholder() {
    return "true|false";
  }

  @Override
  public boolean isSwitch() {
    return true;
  }
}
