package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.settings.model.Objection;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads certificate, key and authorities again when their files have changed.
 *
 * <p>It looks at the files rather than waiting for events of the file system: an event of a
 * directory says nothing when a link further up is swapped, which is how Kubernetes renews a
 * secret. Connections that are open keep the certificate that they were shown.
 *
 * <p>What is not usable is reported, and the old certificate stays. That includes a pair of which
 * only one file is new so far, so it waits until the files are still before it reads them.
 */
public final class CertificateReloader extends AbstractLifeCycle {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateReloader.class);

  /** How often the files are looked at; a change is taken after the second look. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final SslContextFactory.Server tls;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "jetticorn-certificates");
            thread.setDaemon(true);
            return thread;
          });

  // Guarded by this object: the clock looks, and an operator may reload.
  private Settings settings;
  private List<FileState> inUse;
  private List<FileState> latest;

  /**
   * Makes a reloader for what listeners show.
   *
   * @param context read from the files that these settings name; its context factory is reloaded
   */
  public CertificateReloader(TlsContext context, Settings settings) {
    this.settings = settings;
    this.tls = context.sslContextFactory();
    this.inUse = context.readFrom();
    this.latest = context.readFrom();
  }

  @Override
  protected void doStart() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  protected void doStop() {
    clock.shutdownNow();
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
    inUse = fresh.readFrom();
    latest = inUse;
    fresh.warnings().forEach(LOG::warn);
    LOG.info("Reloaded the certificate of {}", fresh.certificate());
  }

  /** Reloads when the files have changed since the last reload and not since the last look. */
  synchronized void look() {
    List<FileState> now = FileState.of(inUse.stream().map(FileState::file).toList());
    boolean still = now.equals(latest);
    latest = now;
    if (still && !now.equals(inUse)) {
      // Whether it works or not: the same files are not read, nor complained of, again.
      inUse = now;
      reload();
    }
  }

  private void reload() {
    try {
      use(TlsContextFactory.from(settings), settings);
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
