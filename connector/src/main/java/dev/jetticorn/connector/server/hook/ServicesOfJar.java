package dev.jetticorn.connector.server.hook;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;

/** Sees the classes of all jars, but the services of one, so that a problem can be laid to it. */
final class ServicesOfJar extends ClassLoader {
  private final Path jar;

  ServicesOfJar(Path jar, ClassLoader classes) {
    super(classes);
    this.jar = jar;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getEntry(name) == null
          ? Collections.emptyEnumeration()
          : Collections.enumeration(
              List.of(URI.create("jar:" + jar.toUri() + "!/" + name).toURL()));
    }
  }
}
