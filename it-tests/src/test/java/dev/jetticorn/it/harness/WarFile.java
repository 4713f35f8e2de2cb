package dev.jetticorn.it.harness;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A WAR that a test packs: classes of this module by package, its files from {@code
 * src/main/webapps}, and libraries.
 */
public final class WarFile {
  private static final String APPLICATIONS = "dev/jetticorn/it/application/";

  private final Map<String, Path> entries = new LinkedHashMap<>();
  private final Map<String, String> texts = new LinkedHashMap<>();

  private WarFile() {}

  /** The application whose classes and files have this name, without any library. */
  public static WarFile of(String application) {
    return new WarFile().with(application);
  }

  /** Adds the classes and files of another application. */
  public WarFile with(String application) {
    String classes = APPLICATIONS + application;
    add("WEB-INF/classes/" + classes, Repository.applicationClasses().resolve(classes));
    Path files = Repository.root().resolve("it-tests/src/main/webapps").resolve(application);
    if (Files.isDirectory(files)) {
      add("", files);
    }
    return this;
  }

  /** Adds a file with this text. */
  public WarFile text(String name, String text) {
    texts.put(name, text);
    return this;
  }

  /** An application of compiled classes, which lie in a directory. */
  public static WarFile ofClasses(Path classes) {
    WarFile war = new WarFile();
    war.add("WEB-INF/classes", classes);
    return war;
  }

  /** Adds a jar to {@code WEB-INF/lib}. */
  public WarFile library(Path jar) {
    entries.put("WEB-INF/lib/" + jar.getFileName(), jar);
    return this;
  }

  /** Packs the WAR into a file. */
  public Path in(Path directory, String name) {
    return zip(directory.resolve(name));
  }

  /** Unpacked, as an application may be served as well. */
  public Path unpackedIn(Path directory) throws IOException {
    for (Map.Entry<String, Path> entry : entries.entrySet()) {
      Path file = directory.resolve(entry.getKey());
      Files.createDirectories(file.getParent());
      Files.copy(entry.getValue(), file, StandardCopyOption.REPLACE_EXISTING);
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(directory.resolve(text.getKey()), text.getValue());
    }
    return directory;
  }

  /** A jar of the classes of one package and the files beside the applications. */
  public static Path jar(Path directory, String application) {
    WarFile jar = new WarFile();
    String classes = APPLICATIONS + application;
    jar.add(classes, Repository.applicationClasses().resolve(classes));
    jar.add("", Repository.root().resolve("it-tests/src/main/webapps").resolve(application));
    return jar.zip(directory.resolve(application + ".jar"));
  }

  private void add(String prefix, Path directory) {
    for (Path file : filesOf(directory)) {
      String name = directory.relativize(file).toString();
      entries.put(prefix.isEmpty() ? name : prefix + "/" + name, file);
    }
  }

  private static List<Path> filesOf(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path zip(Path target) {
    try (OutputStream file = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, Path> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        Files.copy(entry.getValue(), zip);
      }
      for (Map.Entry<String, String> text : texts.entrySet()) {
        zip.putNextEntry(new ZipEntry(text.getKey()));
        zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
