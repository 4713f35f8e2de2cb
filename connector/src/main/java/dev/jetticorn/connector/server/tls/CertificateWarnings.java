package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What clients will not like about a certificate that is valid. */
final class CertificateWarnings {
  private static final Duration SOON = Duration.ofDays(30);
  private static final int SHORT_RSA_BITS = 2048;
  private static final String ANY_PURPOSE = "2.5.29.37.0";
  private static final String SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";

  private CertificateWarnings() {}

  static List<String> of(X509Certificate certificate, Instant now) {
    List<String> warnings = new ArrayList<>();
    CertificateSummary summary = CertificateSummary.of(certificate);
    String subject =
        "the certificate of " + CERTFILE + " for " + String.join(", ", summary.names());
    if (summary.expiry().isBefore(now.plus(SOON))) {
      warnings.add(
          subject
              + " expires in "
              + Duration.between(now, summary.expiry()).toDays()
              + " days, at "
              + summary.expiry());
    }
    if (CertificateSummary.alternativeNames(certificate).isEmpty()) {
      warnings.add(subject + " has no subject alternative name; most clients refuse it");
    }
    if (!isForServers(certificate)) {
      warnings.add(subject + " is not meant for servers; most clients refuse it");
    }
    if (certificate.getPublicKey() instanceof RSAKey rsa
        && rsa.getModulus().bitLength() < SHORT_RSA_BITS) {
      warnings.add(
          subject
              + " has an RSA key of "
              + rsa.getModulus().bitLength()
              + " bits; many clients refuse less than "
              + SHORT_RSA_BITS);
    }
    return warnings;
  }

  private static boolean isForServers(X509Certificate certificate) {
    try {
      List<String> purposes = certificate.getExtendedKeyUsage();
      return purposes == null
          || purposes.contains(SERVER_AUTHENTICATION)
          || purposes.contains(ANY_PURPOSE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}
