package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP_PROTOCOLS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.CIPHERS;

import dev.jetticorn.connector.settings.HttpProtocol;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.eclipse.jetty.http2.HTTP2Cipher;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * Tries TLS before a client does, so that a certificate that Java refuses for whatever reason of
 * its own is found out at start.
 */
final class TlsRehearsal {
  private static final String TLS_1_2 = "TLSv1.2";

  private final Settings settings;

  /** The cipher suite that a client gets, by version of TLS. */
  private final Map<String, String> suites = new LinkedHashMap<>();

  private final Map<String, String> failures = new LinkedHashMap<>();

  private TlsRehearsal(Settings settings) {
    this.settings = settings;
  }

  /**
   * Shakes hands once in each version of TLS that is on.
   *
   * @param tls complete and not started; it is not started afterwards either
   * @return what does not work although something does
   */
  static List<String> warnings(SslContextFactory.Server tls, Settings settings) {
    TlsRehearsal rehearsal = new TlsRehearsal(settings);
    try {
      LifeCycle.start(tls);
      for (String version : tls.getSelectedProtocols()) {
        rehearsal.shakeHands(tls, version);
      }
    } catch (RuntimeException e) {
      throw unusable(String.valueOf(e.getMessage())).causedBy(e);
    } finally {
      LifeCycle.stop(tls);
    }
    if (rehearsal.suites.isEmpty()) {
      throw unusable(String.join("; ", Set.copyOf(rehearsal.failures.values())));
    }
    return rehearsal.warnings();
  }

  private void shakeHands(SslContextFactory.Server tls, String version) {
    try {
      suites.put(version, InMemoryHandshake.cipherSuite(tls.newSSLEngine(), version));
    } catch (SSLException e) {
      failures.put(version, String.valueOf(e.getMessage()));
    }
  }

  private static UnusableSettingException unusable(String reason) {
    return new UnusableSettingException(
            CERTFILE, "the certificate cannot be used for TLS", "no handshake succeeds with it")
        .note("Java says: " + reason);
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    failures.forEach(
        (version, reason) ->
            warnings.add("no client can connect with " + version + ": " + reason + suspect()));
    if (HTTP2Cipher.isBlackListCipher(suites.get(TLS_1_2)) && speaks(HttpProtocol.H2)) {
      warnings.add(
          "clients of "
              + TLS_1_2
              + (speaks(HttpProtocol.H1) ? " get HTTP/1.1" : " cannot connect")
              + ", because HTTP/2 allows none of the suites of "
              + CIPHERS
              + " with it");
    }
    return warnings;
  }

  private String suspect() {
    return settings.isSet(CIPHERS) ? " (see " + CIPHERS + ")" : "";
  }

  private boolean speaks(HttpProtocol protocol) {
    return settings.get(HTTP_PROTOCOLS).map(protocols -> protocols.contains(protocol)).orElse(true);
  }
}
