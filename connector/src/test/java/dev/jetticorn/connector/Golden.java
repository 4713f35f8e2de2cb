package dev.jetticorn.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Texts that a user reads, kept in files; {@code -Dupdate.golden} rewrites them. */
public final class Golden {
  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  private Golden() {}

  /** Compares a text with {@code src/test/resources/golden/name}. */
  public static void check(String name, String actual) {
    check(MODULE.resolve("src/test/resources/golden").resolve(name), actual);
  }

  /** Compares a text with a page of the documentation. */
  public static void checkPage(String name, String actual) {
    check(MODULE.resolve("../docs").resolve(name), actual);
  }

  private static void check(Path file, String actual) {
    try {
      if (System.getProperty("update.golden") != null) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual)
          .as("%s; -Dupdate.golden rewrites it", file)
          .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
