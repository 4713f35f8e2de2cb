package dev.jetticorn.connector.settings.model;

/** A text of some form, which is printed as it is. */
public abstract class StringType extends ScalarType<String> {
  @Override
  protected final String printBare(String value) {
    return value;
  }
}
