package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.watch.FileState;
import dev.jetticorn.connector.server.watch.FileWatch;
import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jetty.util.component.ContainerLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads certificate, key and authorities again when their files have changed.
 *
 * <p>Connections that are open keep the certificate that they were shown. What is not usable is
 * reported, and the old certificate stays. That includes a pair of which only one file is new.
 */
public final class CertificateReloader extends ContainerLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateReloader.class);

  private final SslContextFactory.Server tls;
  private final FileWatch watch;

  private final Hooks hooks;

  // What the watch reads again, and what it has read last; an operator may change both.
  private volatile Settings settings;
  private volatile TlsContext shown;

  /**
   * Makes a reloader for what listeners show.
   *
   * @param context read from the files that these settings name; its context factory is reloaded
   * @param hooks asked again after each change
   */
  public CertificateReloader(TlsContext context, Settings settings, Hooks hooks) {
    this.hooks = hooks;
    this.settings = settings;
    this.tls = context.sslContextFactory();
    this.shown = context;
    this.watch =
        new FileWatch(
            "jetticorn-certificates",
            context.readFrom(),
            () -> FileState.of(files(shown)),
            this::reload);
    // Before the listeners, which share it and come and go.
    addBean(tls);
    addBean(watch);
  }

  /** What is shown to clients. Its context factory is the same for as long as this runs. */
  public TlsContext shown() {
    return shown;
  }

  private static List<Path> files(TlsContext context) {
    return context.readFrom().stream().map(FileState::file).toList();
  }

  /**
   * Shows from now on what was read from the files that these settings name.
   *
   * @throws IllegalStateException if Java does not take it
   */
  public synchronized void use(TlsContext fresh, Settings changed) {
    SslContextFactory.Server from = fresh.sslContextFactory();
    try {
      tls.reload(
          running -> {
            // What a hook made, if one did; otherwise Jetty makes it from the rest.
            running.setSslContext(from.getSslContext());
            running.setKeyStore(from.getKeyStore());
            running.setTrustStore(from.getTrustStore());
            running.setIncludeProtocols(from.getIncludeProtocols());
            running.setExcludeCipherSuites(from.getExcludeCipherSuites());
            running.setIncludeCipherSuites(from.getIncludeCipherSuites());
            tls.setWantClientAuth(from.getWantClientAuth());
            tls.setNeedClientAuth(from.getNeedClientAuth());
          });
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    settings = changed;
    shown = inUse(fresh);
    watch.setInUse(fresh.readFrom());
    fresh.warnings().forEach(LOG::warn);
    LOG.info("Reloaded the certificate of {}", fresh.certificate());
  }

  /** The same as {@code fresh} once {@link #use} has taken it over. */
  public TlsContext inUse(TlsContext fresh) {
    return new TlsContext(tls, fresh.certificate(), fresh.warnings(), fresh.readFrom());
  }

  // Not while an operator reloads: the settings of before must not win.
  private synchronized void reload() {
    try {
      use(TlsContextFactory.from(settings, hooks), settings);
    } catch (UnusableSettingException e) {
      for (Objection objection : e.objections()) {
        LOG.error(
            "The certificate is not reloaded, the old one stays: {} ({}: {})",
            objection.headline(),
            objection.setting(),
            objection.label());
      }
    } catch (RuntimeException e) {
      LOG.error("The certificate is not reloaded, the old one stays", e);
    }
  }
}
