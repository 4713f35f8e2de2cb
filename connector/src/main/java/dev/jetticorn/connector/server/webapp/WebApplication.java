package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.ROOT_PATH;

import dev.jetticorn.connector.settings.model.Settings;
import jakarta.servlet.Servlet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.server.Handler;

/**
 * What answers the requests: the WAR that the settings name, or servlets of an embedding program.
 */
public sealed interface WebApplication permits War, Servlets {

  /** Returns the web application that the setting {@code war} names. */
  static WebApplication war() {
    return new War();
  }

  /**
   * Returns a web application of these servlets alone.
   *
   * @param servlets servlets by URL pattern, for example {@code "/hello"} or {@code "/*"} (Servlet
   *     6.1, section 12.2)
   */
  static WebApplication servlets(Map<String, ? extends Servlet> servlets) {
    return new Servlets(new LinkedHashMap<>(servlets));
  }

  /**
   * Checks what can be checked without starting anything.
   *
   * @throws dev.jetticorn.connector.settings.model.UnusableSettingException if it cannot be served
   */
  void check(Settings settings);

  /**
   * Returns the handler that serves this web application.
   *
   * @throws dev.jetticorn.connector.settings.model.UnusableSettingException if it cannot be served
   */
  Handler handler(Settings settings);

  /** Returns what to throw when the handler failed to start. */
  RuntimeException notStarted(Settings settings, Exception failure);

  /** Returns the context path; Jetty writes the root as a slash, the Servlet API as nothing. */
  static String contextPath(Settings settings) {
    String rootPath = settings.get(ROOT_PATH);
    return rootPath.isEmpty() ? "/" : rootPath;
  }
}
