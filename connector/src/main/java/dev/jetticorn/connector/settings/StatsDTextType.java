package dev.jetticorn.connector.settings;

import dev.jetticorn.connector.settings.model.BadValue;
import dev.jetticorn.connector.settings.model.StringType;

/** A part of what is sent to StatsD, in which what separates the parts cannot stand. */
final class StatsDTextType extends StringType {
  private final String separators;
  private final String placeholder;

  private StatsDTextType(String separators, String placeholder) {
    this.separators = separators;
    this.placeholder = placeholder;
  }

  /** The beginning of a metric's name. */
  static StatsDTextType prefix() {
    return new StatsDTextType(":|@#", "PREFIX");
  }

  /** Tags as Datadog writes them, e.g. {@code env:test,shop}. */
  static StatsDTextType tags() {
    return new StatsDTextType("|", "TAG:VALUE,...");
  }

  @Override
  protected String parseBare(String text) throws BadValue {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || separators.indexOf(c) >= 0) {
        throw BadValue.part(i, i + 1, "has a meaning of its own for StatsD, or none");
      }
    }
    return text;
  }

  @Override
  public String allowed() {
    return "printable ASCII without spaces and without any of "
        + String.join(" ", separators.split(""));
  }

  @Override
  public String placeholder() {
    return placeholder;
  }
}
