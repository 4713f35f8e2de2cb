package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD_ENGINE;
import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.ApplicationSettings.WEBAPPS;

import dev.jetticorn.connector.settings.ReloadEngine;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WAR files and exploded directories that the settings name. */
record War() implements WebApplication {
  private static final Logger LOG = LoggerFactory.getLogger(War.class);

  @Override
  public void check(Settings settings) {
    if (settings.get(WAR).isEmpty() && settings.get(WEBAPPS).isEmpty()) {
      throw new UnusableSettingException(
              WAR, "no web application to serve", "the setting `war` is not set")
          .help("name one: `--war app.war`");
    }
    Attempts attempts = new Attempts();
    List<Wanted> named = Wanted.named(settings);
    named.forEach(wanted -> attempts.at(wanted::check));
    attempts.at(() -> Wanted.found(settings, named));
    attempts.at(() -> TemporaryDirectory.check(settings));
    attempts.end();
  }

  @Override
  public Handler handler(Settings settings) {
    if (settings.get(RELOAD) && settings.get(RELOAD_ENGINE) == ReloadEngine.INOTIFY) {
      LOG.info("reload_engine = inotify: files are looked at once a second all the same");
    }
    return new Deployments(settings);
  }

  @Override
  public RuntimeException notStarted(Settings settings, Exception failure) {
    return new IllegalStateException("the server did not start", failure);
  }
}
