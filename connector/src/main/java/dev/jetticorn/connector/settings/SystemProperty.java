package dev.jetticorn.connector.settings;

/** A system property for the web application, for example {@code spring.profiles.active=live}. */
public record SystemProperty(String name, String value) {
  @Override
  public String toString() {
    return name + '=' + value;
  }
}
