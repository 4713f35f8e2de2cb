package dev.jetticorn.connector.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions that this program is made of.
 *
 * @param jetticorn its own
 * @param jetty that of Jetty, known without loading a class of it
 */
public record Version(String jetticorn, String jetty) {

  /** The version that the build wrote down. */
  public static Version current() {
    var versions = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        versions.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Version(
        versions.getProperty("jetticorn", "unknown"), versions.getProperty("jetty", "unknown"));
  }

  @Override
  public String toString() {
    return "Jetticorn "
        + jetticorn
        + " (Jetty "
        + jetty
        + ", Java "
        + System.getProperty("java.version", "unknown")
        + ")";
  }
}
