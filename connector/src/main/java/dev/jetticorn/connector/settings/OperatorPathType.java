package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;

/** A path like {@code /metrics}, at which the server answers instead of the application. */
final class OperatorPathType extends ScalarType<String> {
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
  protected String printBare(String value) {
    return value;
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
