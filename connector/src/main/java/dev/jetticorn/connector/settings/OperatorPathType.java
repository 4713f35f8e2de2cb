package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.StringType;

/** A path like {@code /metrics}, at which the server answers instead of the application. */
final class OperatorPathType extends StringType {
  private final RootPathType paths = new RootPathType();

  @Override
  protected String parseBare(String text) throws BadValue {
    String path = paths.parseBare(text);
    if (path.isEmpty()) {
      throw BadValue.all(text, "this is the first page of the application");
    }
    return path;
  }

  @Override
  public String allowed() {
    return "a path that begins with a slash";
  }

  @Override
  public String placeholder() {
    return paths.placeholder();
  }
}
