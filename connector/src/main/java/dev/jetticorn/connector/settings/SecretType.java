package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;

/** A password; an empty one is a mistake in the script that fills it in. */
final class SecretType extends ScalarType<Secret> {

  @Override
  protected Secret parseBare(String text) throws BadValue {
    if (text.isEmpty()) {
      throw BadValue.all(text, "is empty");
    }
    return Secret.of(text);
  }

  @Override
  protected String printBare(Secret value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "a line of text that is not empty";
  }

  @Override
  public String placeholder() {
    return "PASSWORD";
  }

  @Override
  public boolean isSecret() {
    return true;
  }
}
