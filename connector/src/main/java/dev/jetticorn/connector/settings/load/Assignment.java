package dev.jetticorn.connector.settings.load;

import dev.jetticorn.connector.settings.model.Origin;

/**
 * A name and a text, unchecked.
 *
 * @param name the name of a setting, or what the user took for one
 * @param text the value as it was written, without what the properties syntax or a shell adds
 * @param source where both stand
 */
public record Assignment(String name, String text, Source source) {

  /** The place of the whole value. */
  Origin origin() {
    return source.value(0, text.length());
  }

  /** One list of two: {@code -b A -b B} means {@code -b A,B}. */
  public Assignment followedBy(Assignment other) {
    return new Assignment(
        name, text + ',' + other.text, source.followedBy(text.length(), other.source));
  }

  /** The name alone: the text may be a password. */
  @Override
  public String toString() {
    return name;
  }
}
