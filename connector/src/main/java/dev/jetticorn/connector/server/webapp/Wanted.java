package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.ROOT_PATH;
import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.ApplicationSettings.WEBAPPS;

import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A web application that is to be served.
 *
 * @param contextPath as Jetty writes it: {@code /} is the root
 * @param file a WAR file, or a directory that holds an unpacked one
 * @param namedBy the setting that asks for it
 */
record Wanted(String contextPath, Path file, Setting<?> namedBy) {
  private static final Logger LOG = LoggerFactory.getLogger(Wanted.class);

  /** What no request can ask for, as it stands in a context path: a blank, {@code //}, a dot. */
  private static final Pattern NOT_IN_A_PATH =
      Pattern.compile("[^\\p{L}\\p{M}\\p{N}._~!$&'()*+,=:@/-]|(?<=/)\\.{0,2}(?=/|$)");

  /** Those that the setting {@code war} names. */
  static List<Wanted> named(Settings settings) {
    return settings.get(WAR).orElse(List.of()).stream()
        .map(war -> new Wanted(below(settings, war.contextPath().orElse("")), war.path(), WAR))
        .toList();
  }

  /**
   * Those in the directory that the setting {@code webapps} names, but for paths that are taken.
   */
  static List<Wanted> found(Settings settings, List<Wanted> named) {
    List<Wanted> found = new ArrayList<>();
    for (Path file : settings.get(WEBAPPS).map(Wanted::applications).orElse(List.of())) {
      Wanted wanted = new Wanted(below(settings, contextPathOf(file)), file, WEBAPPS);
      if (Stream.concat(named.stream(), found.stream())
          .noneMatch(other -> other.contextPath().equals(wanted.contextPath()))) {
        found.add(wanted);
      } else {
        LOG.debug("{} is not served: {} is taken", file, wanted.contextPath());
      }
    }
    return found;
  }

  /** The archives first: a directory of the same name is what somebody unpacked. */
  private static List<Path> applications(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      // A file whose name begins with a dot is somebody's who has not finished with it.
      List<Path> sorted = files.filter(file -> !isHidden(file)).sorted().toList();
      return Stream.concat(
              sorted.stream().filter(file -> isArchive(file) && Files.isRegularFile(file)),
              sorted.stream().filter(file -> Files.isDirectory(file.resolve("WEB-INF"))))
          .toList();
    } catch (IOException e) {
      throw new UnusableSettingException(
              WEBAPPS, "cannot read the directory `" + directory + "`", "not a readable directory")
          .causedBy(e);
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static boolean isArchive(Path file) {
    return file.getFileName().toString().endsWith(".war");
  }

  private static String contextPathOf(Path file) {
    String name = file.getFileName().toString();
    String plain = isArchive(file) ? name.substring(0, name.length() - ".war".length()) : name;
    return plain.equalsIgnoreCase("ROOT") ? "" : "/" + plain.replace('#', '/');
  }

  private static String below(Settings settings, String contextPath) {
    String path = settings.get(ROOT_PATH) + contextPath;
    return path.isEmpty() ? "/" : path;
  }

  /**
   * Checks what can be checked without starting it.
   *
   * @throws UnusableSettingException if it cannot be served
   */
  void check() {
    if (contextPath.length() > 1 && NOT_IN_A_PATH.matcher(contextPath).find()) {
      throw unusable("serve", "its path would be `" + contextPath + "`");
    }
    if (Files.notExists(file)) {
      throw unusable("no such file or directory");
    }
    if (!Files.isReadable(file)) {
      throw unusable("not readable");
    }
    if (Files.isRegularFile(file)) {
      try (ZipFile zip = new ZipFile(file.toFile())) {
        if (zip.size() == 0) {
          throw unusable("an archive without entries");
        }
        ZipEntry descriptor = zip.getEntry(DeploymentDescriptor.NAME);
        if (descriptor != null) {
          checkDescriptor(zip.getInputStream(descriptor));
        }
      } catch (IOException e) {
        throw unusable("not a ZIP archive, or a damaged one");
      }
    } else if (Files.isRegularFile(file.resolve(DeploymentDescriptor.NAME))) {
      try {
        checkDescriptor(Files.newInputStream(file.resolve(DeploymentDescriptor.NAME)));
      } catch (IOException e) {
        throw unusable(DeploymentDescriptor.NAME + " is not readable");
      }
    }
  }

  private void checkDescriptor(InputStream opened) throws IOException {
    try (InputStream descriptor = opened) {
      DeploymentDescriptor.fault(descriptor)
          .ifPresent(
              fault -> {
                throw unusable(fault);
              });
    }
  }

  private UnusableSettingException unusable(String label) {
    return unusable("read", label);
  }

  private UnusableSettingException unusable(String what, String label) {
    return new UnusableSettingException(
            namedBy,
            "cannot %s the web application `%s`".formatted(what, file.getFileName()),
            label)
        .pointingAt(file.toString());
  }
}
