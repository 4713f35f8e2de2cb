package dev.jetticorn.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The files of the repository that the tests run against, all built before them. */
public final class Repository {
  private Repository() {}

  /** The root of the checkout. */
  public static Path root() {
    return Path.of(property("it.repository"));
  }

  /** The jar that is under test. */
  public static Path connectorJar() {
    return built("connector/target/connector.jar");
  }

  /** A file below the root, which a build made. */
  public static Path built(String path) {
    Path file = root().resolve(path);
    if (!Files.isRegularFile(file)) {
      throw new AssertionError(file + " is not there: run `mvn package` at the root first");
    }
    return file;
  }

  /** The {@code java} that runs the jar. */
  public static Path java() {
    return javaHome().resolve("bin").resolve("java");
  }

  /** The JDK that runs the jar: {@code -Dit.java.home}, or the one that builds. */
  public static Path javaHome() {
    return Path.of(property("it.java.home"));
  }

  /** The classes of the web applications that the tests pack. */
  static Path applicationClasses() {
    return root().resolve("it-tests/target/classes");
  }

  /** Whether the JDK that runs the jar is this one or newer. */
  public static boolean javaIsAtLeast(int feature) {
    try {
      return Files.readAllLines(javaHome().resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .map(line -> Runtime.Version.parse(line.replaceAll(".*\"(.*)\".*", "$1")))
          .anyMatch(version -> version.feature() >= feature);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> "run by Maven, which sets the property " + name);
  }
}
