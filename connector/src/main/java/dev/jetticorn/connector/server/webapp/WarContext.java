package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.RunningSettings.SENDFILE;

import dev.jetticorn.connector.server.handler.RequestThreads;
import dev.jetticorn.connector.server.prefix.PrefixedWebApplication;
import dev.jetticorn.connector.settings.model.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.SecurityHandler;
import org.eclipse.jetty.security.UserStore;
import org.slf4j.LoggerFactory;

/** Makes the Jetty context of a WAR. */
final class WarContext {
  private WarContext() {}

  /** A context that is not yet started, with a temporary directory that no other one has. */
  static WebAppContext of(Wanted wanted, Settings settings) {
    WebAppContext context = new PrefixedWebApplication();
    context.setContextPath(wanted.contextPath());
    context.setWar(real(wanted.file()).toUri().toString());
    context.setTempDirectory(TemporaryDirectory.create(settings).toFile());
    context.setThrowUnavailableOnStartupException(true);
    context.setInitParameter("org.eclipse.jetty.servlet.Default.dirAllowed", "false");
    context.setErrorHandler(new ErrorPages());
    if (!settings.get(SENDFILE)) {
      // No file is as large as this, so that none is mapped.
      context.setInitParameter(
          "org.eclipse.jetty.servlet.Default.minMappedFileSize",
          Integer.toString(Integer.MAX_VALUE));
    }
    // For ServletContext.log: Jetty's own logger keeps back what is no warning.
    context.setLogger(LoggerFactory.getLogger("application"));
    // No script needs it; web.xml may say otherwise.
    context.getSessionHandler().setHttpOnly(true);
    BridgeClasses.shareWith(context);
    RequestThreads.watch(context, settings);
    // Without a login service every constrained path answers 503 instead of 401 or 403.
    context.getSecurityHandler().setLoginService(nobodyIn(context.getSecurityHandler()));
    return context;
  }

  /** A link may be swapped while the application is served: it is what it is now. */
  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file.toAbsolutePath();
    }
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
}
