package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.ApplicationSettings.LIB;
import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CERT_REQS;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.SSL_VERSION;

import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.watch.FileState;
import dev.jetticorn.connector.settings.CertificateFile;
import dev.jetticorn.connector.settings.CertificateRequirement;
import dev.jetticorn.connector.settings.TlsVersion;
import dev.jetticorn.connector.settings.model.Attempts;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Makes the part of Jetty that speaks TLS. */
public final class TlsContextFactory {
  /** A key store in memory needs a password, which protects nothing there. */
  private static final String NO_SECRET = "in memory";

  private static final String DEFAULT = "server";

  private TlsContextFactory() {}

  /**
   * Reads what the settings of TLS name, checks it, and proves in a handshake that it works.
   *
   * @throws UnusableSettingException if it does not
   */
  public static TlsContext from(Settings settings) {
    return from(settings, Hooks.NONE);
  }

  /**
   * The same, with what the operator's listeners make of it.
   *
   * @throws UnusableSettingException if it does not work
   */
  public static TlsContext from(Settings settings, Hooks hooks) {
    Instant now = Instant.now();
    List<FileState> files = FileState.of(files(settings));
    Attempts attempts = new Attempts();
    Optional<ServerCertificate> certificate =
        attempts.at(() -> ServerCertificateReader.read(settings, now));
    Optional<List<ServerCertificate>> others =
        attempts.at(() -> SniCertificates.read(settings, now));
    Optional<List<X509Certificate>> authorities =
        attempts.at(() -> TrustedAuthorities.read(settings));
    Optional<List<String>> suites = attempts.at(() -> CipherSuites.from(settings));
    attempts.end();

    List<String> warnings =
        new ArrayList<>(CertificateWarnings.of(certificate.orElseThrow().own(), now));

    SslContextFactory.Server tls = server(settings, suites.orElseThrow(), warnings);
    others
        .orElseThrow()
        .forEach(other -> warnings.addAll(CertificateWarnings.of(other.own(), now)));
    tls.setKeyStore(keyStore(certificate.orElseThrow(), others.orElseThrow()));
    // What clients see that ask for no name, or for one that nobody has.
    tls.setCertAlias(DEFAULT);
    tls.setTrustStore(trustStore(authorities.orElseThrow()));

    warnings.addAll(TlsRehearsal.warnings(tls, settings));
    if (!hooks.isEmpty()) {
      change(tls, settings, hooks);
    }
    return new TlsContext(
        tls, CertificateSummary.of(certificate.orElseThrow().own()), warnings, files);
  }

  private static void change(SslContextFactory.Server tls, Settings settings, Hooks hooks) {
    LifeCycle.start(tls);
    SSLContext usual = tls.getSslContext();
    LifeCycle.stop(tls);
    SSLContext changed = hooks.sslContext(usual);
    if (!changed.equals(usual)) {
      tls.setSslContext(changed);
      try {
        TlsRehearsal.warnings(tls, settings);
      } catch (UnusableSettingException e) {
        throw new UnusableSettingException(
                LIB, "TLS does not work with what a hook makes of it", "changes ssl_context")
            .note(String.join("; ", e.objection().notes()))
            .causedBy(e);
      }
    }
  }

  private static List<Path> files(Settings settings) {
    List<Path> files = new ArrayList<>(SniCertificates.files(settings));
    if (settings.get(CERTFILE).orElseThrow() instanceof CertificateFile.Pem certificate) {
      files.add(certificate.path());
      settings.get(KEYFILE).ifPresent(files::add);
      settings.get(CA_CERTS).ifPresent(files::add);
    }
    return files;
  }

  private static SslContextFactory.Server server(
      Settings settings, List<String> suites, List<String> warnings) {

    SslContextFactory.Server tls = new QuietServer();
    tls.setKeyStorePassword(NO_SECRET);
    tls.setIncludeProtocols(protocols(settings.get(SSL_VERSION)));
    if (!suites.isEmpty()) {
      // Jetty would drop what it holds for weak, even where somebody asks for it by name.
      warnings.addAll(CipherSuites.weak(suites, tls.getExcludeCipherSuites()));
      tls.setExcludeCipherSuites();
      tls.setIncludeCipherSuites(suites.toArray(new String[0]));
    }
    // Suites that HTTP/2 forbids come last; otherwise the order stays.
    tls.setCipherComparator(HTTP2Cipher.COMPARATOR);
    tls.setRenegotiationAllowed(false);
    tls.setWantClientAuth(settings.get(CERT_REQS) == CertificateRequirement.OPTIONAL);
    tls.setNeedClientAuth(settings.get(CERT_REQS) == CertificateRequirement.REQUIRED);
    return tls;
  }

  private static String[] protocols(TlsVersion oldest) {
    return switch (oldest) {
      case TLS_1_2 -> new String[] {"TLSv1.3", "TLSv1.2"};
      case TLS_1_3 -> new String[] {"TLSv1.3"};
    };
  }

  private static KeyStore keyStore(ServerCertificate certificate, List<ServerCertificate> others) {
    try {
      KeyStore store = emptyStore();
      add(certificate, DEFAULT, store);
      for (ServerCertificate other : others) {
        add(other, "sni-" + store.size(), store);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot keep a key in memory", e);
    }
  }

  private static void add(ServerCertificate certificate, String alias, KeyStore store)
      throws GeneralSecurityException {
    store.setKeyEntry(
        alias,
        certificate.key(),
        NO_SECRET.toCharArray(),
        certificate.chain().toArray(new X509Certificate[0]));
  }

  /** An empty store trusts nobody; none at all would mean the authorities of Java. */
  private static KeyStore trustStore(List<X509Certificate> authorities) {
    try {
      KeyStore store = emptyStore();
      for (X509Certificate authority : authorities) {
        store.setCertificateEntry(Integer.toString(store.size()), authority);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this Java cannot keep certificates in memory", e);
    }
  }

  /** JKS, because filling a PKCS12 store takes twenty times as long. */
  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    return store;
  }

  /** Says nothing of weak suites itself: an operator wants to read it once, with the setting. */
  private static final class QuietServer extends SslContextFactory.Server {
    @Override
    protected void checkCiphers(SSLParameters supported) {}
  }
}
