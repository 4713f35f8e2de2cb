package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;

/** {@code name=value}; the value may be empty. */
final class SystemPropertyType extends ScalarType<SystemProperty> {

  @Override
  protected SystemProperty parseBare(String text) throws BadValue {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw BadValue.all(text, "an equals sign is missing");
    }
    String name = text.substring(0, equals).strip();
    if (name.isEmpty()) {
      throw BadValue.all(text, "a name is missing before the equals sign");
    }
    return new SystemProperty(name, text.substring(equals + 1).strip());
  }

  @Override
  protected String printBare(SystemProperty value) {
    return value.toString();
  }

  /** A comma would be taken for the end of an element. */
  @Override
  protected boolean isPlain(String bare) {
    return super.isPlain(bare) && bare.indexOf(',') < 0;
  }

  /** A value is as often a password as not. */
  @Override
  public boolean hides(String text) {
    return text.indexOf('=') >= 0;
  }

  @Override
  public String masked(SystemProperty value) {
    return value.name() + "=" + Secret.MASK;
  }

  @Override
  public String allowed() {
    return "NAME=VALUE";
  }

  @Override
  public String placeholder() {
    return "NAME=VALUE";
  }
}
