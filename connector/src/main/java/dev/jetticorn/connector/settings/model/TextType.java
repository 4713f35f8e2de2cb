package dev.jetticorn.connector.settings.model;

final class TextType extends StringType {
  private final String placeholder;

  TextType(String placeholder) {
    this.placeholder = placeholder;
  }

  @Override
  protected String parseBare(String text) {
    return text;
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
