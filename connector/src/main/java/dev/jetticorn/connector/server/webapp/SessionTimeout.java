package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_TIMEOUT;

import dev.jetticorn.connector.settings.model.Settings;
import org.eclipse.jetty.ee11.servlet.SessionHandler;

/** When a session ends that nobody uses. */
final class SessionTimeout {
  private SessionTimeout() {}

  /** Sets what the operator says, if anything. */
  static void set(SessionHandler sessions, Settings settings) {
    settings
        .get(SESSION_TIMEOUT)
        .ifPresent(
            timeout -> sessions.setMaxInactiveInterval(Math.toIntExact(timeout.toSeconds())));
  }
}
