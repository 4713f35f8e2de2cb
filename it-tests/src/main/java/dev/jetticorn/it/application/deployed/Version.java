package dev.jetticorn.it.application.deployed;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the file {@code version.txt} of the WAR says. */
final class Version {
  private Version() {}

  static String of(ServletContext context) {
    try (InputStream file = context.getResourceAsStream("/version.txt")) {
      return file == null ? "none" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
