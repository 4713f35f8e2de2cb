package dev.jetticorn.connector.settings.model;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

final class PathType extends ScalarType<Path> {

  @Override
  protected Path parseBare(String text) throws BadValue {
    if (text.isEmpty()) {
      throw BadValue.all(text, "a path is missing");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw BadValue.all(text, "not a path on this system");
    }
  }

  @Override
  protected String printBare(Path value) {
    return value.toString();
  }

  @Override
  public Path startingAt(Path base, Path value) {
    return base.resolve(value);
  }

  @Override
  public String allowed() {
    return "a path";
  }

  @Override
  public String placeholder() {
    return "PATH";
  }
}
