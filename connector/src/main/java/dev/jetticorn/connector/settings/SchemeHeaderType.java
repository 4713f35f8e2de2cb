package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.ScalarType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code X-Forwarded-Proto: https}. */
final class SchemeHeaderType extends ScalarType<SchemeHeader> {
  private static final Pattern HEADER =
      Pattern.compile("(?<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+)\\s*:\\s*(?<value>[!-~]+)");

  @Override
  protected SchemeHeader parseBare(String text) throws BadValue {
    Matcher matcher = HEADER.matcher(text);
    if (!matcher.matches()) {
      throw BadValue.all(text, "not a name and a value with a colon between them");
    }
    return new SchemeHeader(matcher.group("name"), matcher.group("value"));
  }

  @Override
  protected String printBare(SchemeHeader value) {
    return value.toString();
  }

  @Override
  public String allowed() {
    return "a header field like X-Forwarded-Proto: https";
  }

  @Override
  public String placeholder() {
    return "NAME:VALUE";
  }
}
