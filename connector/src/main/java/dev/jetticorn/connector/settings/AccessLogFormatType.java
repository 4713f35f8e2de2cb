package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.StringType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line with atoms like {@code %(h)s}; {@code %%} is a percent sign. */
final class AccessLogFormatType extends StringType {
  private static final Pattern PERCENT = Pattern.compile("%(%|\\([^()]+\\)s|)");

  @Override
  protected String parseBare(String text) throws BadValue {
    if (text.isBlank()) {
      throw BadValue.all(text, "a format is missing");
    }
    Matcher percent = PERCENT.matcher(text);
    while (percent.find()) {
      if (percent.group(1).isEmpty()) {
        throw BadValue.part(
            percent.start(),
            Math.min(text.length(), percent.start() + 2),
            "neither an atom like %(h)s nor %%");
      }
    }
    return text;
  }

  @Override
  public String allowed() {
    return "a line with atoms like %(h)s, or json";
  }

  @Override
  public String placeholder() {
    return "FORMAT|json";
  }
}
