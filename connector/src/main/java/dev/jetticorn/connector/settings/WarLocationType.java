package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.Optional;

/** A path, or {@code /context=path}. */
final class WarLocationType extends ScalarType<WarLocation> {
  private static final ValueType<String> CONTEXT_PATH = new RootPathType();

  @Override
  protected WarLocation parseBare(String text) throws BadValue {
    int equals = text.startsWith("/") ? text.indexOf('=') : -1;
    if (equals < 0) {
      return new WarLocation(Optional.empty(), ValueType.path().parse(text));
    }
    String contextPath = CONTEXT_PATH.parse(text.substring(0, equals));
    try {
      Path path = ValueType.path().parse(text.substring(equals + 1));
      return new WarLocation(Optional.of(contextPath), path);
    } catch (BadValue bad) {
      throw bad.shiftedBy(equals + 1);
    }
  }

  @Override
  protected String printBare(WarLocation value) {
    return value.toString();
  }

  @Override
  public WarLocation startingAt(Path base, WarLocation value) {
    return new WarLocation(value.contextPath(), base.resolve(value.path()));
  }

  @Override
  public String allowed() {
    return "a path, with /context= before it or not";
  }

  @Override
  public String placeholder() {
    return "PATH";
  }
}
