package dev.jetticorn.connector.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A web application and where it is served, for example {@code /shop=shop.war}.
 *
 * @param contextPath empty for the root; none when nothing is said
 * @param path a WAR file, or a directory that holds an unpacked one
 */
public record WarLocation(Optional<String> contextPath, Path path) {
  /** The location as it is written in {@code war}. */
  @Override
  public String toString() {
    return contextPath.map(context -> (context.isEmpty() ? "/" : context) + "=").orElse("") + path;
  }
}
