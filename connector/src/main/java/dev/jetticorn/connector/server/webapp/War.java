package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;

import dev.jetticorn.connector.server.handler.RequestThreads;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipFile;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Handler;
import org.xml.sax.SAXParseException;

/** A WAR file or an exploded directory. */
record War() implements WebApplication {

  @Override
  public void check(Settings settings) {
    file(settings);
    TemporaryDirectory.check(settings);
  }

  @Override
  public Handler handler(Settings settings) {
    WebAppContext context = new WebAppContext();
    context.setContextPath(WebApplication.contextPath(settings));
    context.setWar(file(settings).toUri().toString());
    context.setTempDirectory(TemporaryDirectory.create(settings).toFile());
    context.setThrowUnavailableOnStartupException(true);
    context.setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
    context.setErrorHandler(new ErrorPages());
    RequestThreads.watch(context, settings);
    BridgeClasses.shareWith(context);
    // Without a login service every constrained path answers 503 instead of 401 or 403.
    context.getSecurityHandler().setLoginService(nobodyIn(context.getSecurityHandler()));
    return context;
  }

  @Override
  public RuntimeException notStarted(Settings settings, Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UnusableSettingException(
            WAR,
            "the web application `" + file(settings).getFileName() + "` did not start",
            "failed while starting")
        .note(words(root))
        .note("the error log has the stack trace")
        .causedBy(failure);
  }

  private static String words(Throwable cause) {
    if (cause instanceof SAXParseException xml) {
      String file = String.valueOf(xml.getSystemId()).replaceFirst(".*/(?=WEB-INF/)", "");
      return file + ", line " + xml.getLineNumber() + ": " + xml.getMessage();
    }
    // The kind of exception is the application's own word, and often all that it says.
    return cause.toString();
  }

  /** A login service without users, in the realm that web.xml names. */
  private static HashLoginService nobodyIn(SecurityHandler security) {
    HashLoginService nobody =
        new HashLoginService() {
          @Override
          public String getName() {
            return Objects.requireNonNullElse(security.getRealmName(), "Jetticorn");
          }
        };
    nobody.setUserStore(new UserStore());
    return nobody;
  }

  private static Path file(Settings settings) {
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
