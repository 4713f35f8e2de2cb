package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.eclipse.jetty.server.Handler;

/** A WAR file or an exploded directory. */
record War() implements WebApplication {

  @Override
  public void check(Settings settings) {
    file(settings);
    TemporaryDirectory.check(settings);
  }

  @Override
  public Handler handler(Settings settings) {
    return new Deployments(settings);
  }

  @Override
  public RuntimeException notStarted(Settings settings, Exception failure) {
    return new IllegalStateException("the server did not start", failure);
  }

  static Path file(Settings settings) {
    Path war =
        settings
            .get(WAR)
            .orElseThrow(
                () ->
                    new UnusableSettingException(
                            WAR, "no web application to serve", "the setting `war` is not set")
                        .help("name one: `--war app.war`"))
            .toAbsolutePath();
    if (Files.notExists(war)) {
      throw unusable(war, "no such file or directory");
    }
    if (!Files.isReadable(war)) {
      throw unusable(war, "not readable");
    }
    if (Files.isRegularFile(war)) {
      try (ZipFile zip = new ZipFile(war.toFile())) {
        if (zip.size() == 0) {
          throw unusable(war, "an archive without entries");
        }
      } catch (IOException e) {
        throw unusable(war, "not a ZIP archive, or a damaged one");
      }
    }
    return war;
  }

  private static UnusableSettingException unusable(Path war, String label) {
    return new UnusableSettingException(
        WAR, "cannot read the web application `" + war.getFileName() + "`", label);
  }
}
