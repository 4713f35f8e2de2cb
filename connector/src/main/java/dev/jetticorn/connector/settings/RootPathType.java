package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.StringType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Empty, or a path like {@code /shop}; a slash at its end is taken off. */
final class RootPathType extends StringType {
  private static final Pattern NOT_IN_A_PATH = Pattern.compile("[^A-Za-z0-9._~!$&'()*+,=:@/-]");

  @Override
  protected String parseBare(String text) throws BadValue {
    if (text.isEmpty() || text.equals("/")) {
      return "";
    }
    if (!text.startsWith("/")) {
      throw BadValue.all(text, "does not begin with a slash");
    }
    Matcher strange = NOT_IN_A_PATH.matcher(text);
    if (strange.find()) {
      throw BadValue.part(strange.start(), strange.end(), "not allowed in a path");
    }
    String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    for (String step : path.substring(1).split("/", -1)) {
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        throw BadValue.all(text, "has an empty step, or one of dots alone");
      }
    }
    return path;
  }

  @Override
  public String allowed() {
    return "empty, or a path that begins with a slash";
  }

  @Override
  public String placeholder() {
    return "/PATH";
  }
}
