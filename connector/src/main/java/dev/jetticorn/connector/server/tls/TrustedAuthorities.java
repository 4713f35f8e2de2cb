package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;

import dev.jetticorn.connector.settings.model.Settings;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the authorities whose client certificates are trusted. */
final class TrustedAuthorities {
  private TrustedAuthorities() {}

  static List<X509Certificate> read(Settings settings) {
    return settings
        .get(CA_CERTS)
        .map(path -> certificates(new SettingFile(CA_CERTS, path)))
        .orElse(List.of());
  }

  private static List<X509Certificate> certificates(SettingFile file) {
    PemFile pem = PemFile.read(file);
    List<X509Certificate> certificates = pem.certificates();
    if (certificates.isEmpty()) {
      throw file.problem("%s holds no certificate", "holds " + pem.contents());
    }
    return certificates;
  }
}
