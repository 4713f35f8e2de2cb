package dev.jetticorn.connector.server.hook;

import static dev.jetticorn.connector.settings.ApplicationSettings.LIB;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The jars of the directory {@code lib}, for the server itself; web applications do not see them.
 */
final class Libraries {
  private final List<Path> jars;
  private final ClassLoader classes;

  private Libraries(List<Path> jars, ClassLoader classes) {
    this.jars = jars;
    this.classes = classes;
  }

  /**
   * Opens the jars.
   *
   * @throws UnusableSettingException if the directory cannot be read, or has a broken jar
   */
  static Libraries of(Settings settings) {
    List<Path> jars = settings.get(LIB).map(Libraries::jars).orElse(List.of());
    URL[] urls = jars.stream().map(Libraries::url).toArray(URL[]::new);
    ClassLoader own = Libraries.class.getClassLoader();
    return new Libraries(jars, urls.length == 0 ? own : new URLClassLoader("lib", urls, own));
  }

  List<Path> jars() {
    return jars;
  }

  /** The class loader of all jars, and of the server. */
  ClassLoader classes() {
    return classes;
  }

  private static List<Path> jars(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      List<Path> jars =
          entries
              .filter(entry -> entry.getFileName().toString().endsWith(".jar"))
              .sorted()
              .toList();
      jars.forEach(Libraries::check);
      return jars;
    } catch (IOException e) {
      throw new UnusableSettingException(
              LIB,
              "the jars in `" + directory + "` cannot be read",
              Files.isDirectory(directory) ? "permission denied" : "no such directory")
          .causedBy(e);
    }
  }

  /** A class loader would pass over a jar that is none. */
  private static void check(Path jar) {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      if (zip.size() == 0) {
        throw new IOException("no entries");
      }
    } catch (IOException e) {
      throw new UnusableSettingException(
              LIB, "cannot read the jar `" + jar + "`", "not a ZIP archive, or a damaged one")
          .causedBy(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
