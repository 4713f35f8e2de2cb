package dev.jetticorn.connector.server.webapp;

import org.eclipse.jetty.ee11.webapp.WebAppContext;

/** Decides which of the server's classes a WAR sees. */
final class BridgeClasses {
  private static final String BRIDGE = "dev.jetticorn.bridge.";
  private static final String[] OURS_ALONE = {
    "dev.jetticorn.connector.",
    "org.slf4j.",
    "ch.qos.logback.",
    // The slf4j of a WAR would try the provider that it names, and complain on standard error.
    "META-INF.services.org.slf4j.",
    "io.prometheus.",
    "org.postgresql.",
    "com.zaxxer.hikari.",
    "org.newsclub.",
    // An embedding program's logback announces an initializer that every WAR must be able to load.
    "-ch.qos.logback.classic.servlet.",
  };

  private BridgeClasses() {}

  /**
   * Shares the bridge and hides the rest.
   *
   * <p>A WAR that bundles servlet-bridge must not load a second copy of it, or a cast between the
   * two would fail; and a WAR without slf4j must not log into the server's log by accident.
   */
  static void shareWith(WebAppContext context) {
    context.getProtectedClassMatcher().add(BRIDGE);
    context.getHiddenClassMatcher().add("-" + BRIDGE);
    context.getHiddenClassMatcher().add(OURS_ALONE);
  }
}
