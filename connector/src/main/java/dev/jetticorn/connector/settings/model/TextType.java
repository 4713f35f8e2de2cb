package dev.jetticorn.connector.settings.model;

final class TextType extends ScalarType<String> {
  private final String placeholder;

  TextType(String placeholder) {
    this.placeholder = placeholder;
  }

  @Override
  protected String parseBare(String text) {
    return text;
  }

  @Override
  protected String printBare(String value) {
    return value;
  }

  @Override
  public String allowed() {
    return "a line of text";
  }

  @Override
  public String placeholder() {
    return placeholder;
  }
}
