package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import dev.jetticorn.connector.settings.model.ValueType;
import java.nio.file.Path;
import java.util.regex.PatternSyntaxException;

/** A path in which {@code *}, {@code **}, {@code ?}, {@code [...]} and {@code {a,b}} match. */
final class FilePatternType extends ScalarType<FilePattern> {

  @Override
  protected FilePattern parseBare(String text) throws BadValue {
    FilePattern pattern = new FilePattern(ValueType.path().parse(text).normalize().toString());
    try {
      var unused = pattern.matcher();
      return pattern;
    } catch (PatternSyntaxException e) {
      throw BadValue.all(text, "not a pattern of files");
    }
  }

  @Override
  protected String printBare(FilePattern value) {
    return value.text();
  }

  @Override
  public FilePattern startingAt(Path base, FilePattern value) {
    return new FilePattern(base.resolve(value.text()).toString());
  }

  @Override
  public String allowed() {
    return "a path, in which * and ? stand for any characters";
  }

  @Override
  public String placeholder() {
    return "PATTERN";
  }
}
