package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.ApplicationSettings.PRELOAD_APP;
import static dev.jetticorn.connector.settings.TlsSettings.DO_HANDSHAKE_ON_CONNECT;
import static dev.jetticorn.connector.settings.TlsSettings.SUPPRESS_RAGGED_EOFS;

import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings of gunicorn's that are taken and change nothing here, and why. */
final class WithoutEffect {
  private static final Logger LOG = LoggerFactory.getLogger(WithoutEffect.class);

  private static final Map<Setting<?>, String> REASONS = new LinkedHashMap<>();

  static {
    REASONS.put(
        SUPPRESS_RAGGED_EOFS, "a connection that ends without close_notify is never an error");
    REASONS.put(PRELOAD_APP, "the web application is always loaded before the first request");
    REASONS.put(DO_HANDSHAKE_ON_CONNECT, "Java shakes hands when the first bytes come");
  }

  private WithoutEffect() {}

  /** Says at start which of them somebody has set. */
  static void say(Settings settings) {
    REASONS.forEach(
        (setting, reason) -> {
          if (settings.isSet(setting)) {
            LOG.info("`{}` changes nothing here: {}", setting, reason);
          }
        });
  }
}
