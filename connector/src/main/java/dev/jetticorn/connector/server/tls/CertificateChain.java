package dev.jetticorn.connector.server.tls;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts certificates into the order in which TLS sends them (RFC 8446, section 4.4.2). */
final class CertificateChain {
  private CertificateChain() {}

  /**
   * The server's own certificate, then its issuer, and so on as far as the certificates reach.
   * Those that do not belong to the chain are left out.
   */
  static List<X509Certificate> from(X509Certificate own, List<X509Certificate> certificates) {
    List<X509Certificate> others = new ArrayList<>(certificates);
    others.remove(own);
    List<X509Certificate> chain = new ArrayList<>(List.of(own));
    Optional<X509Certificate> issuer = issuer(own, others);
    while (issuer.isPresent()) {
      chain.add(issuer.get());
      others.remove(issuer.get());
      issuer = issuer(issuer.get(), others);
    }
    return List.copyOf(chain);
  }

  private static Optional<X509Certificate> issuer(
      X509Certificate certificate, List<X509Certificate> candidates) {
    if (isIssuer(certificate, certificate)) {
      return Optional.empty();
    }
    return candidates.stream().filter(candidate -> isIssuer(candidate, certificate)).findFirst();
  }

  private static boolean isIssuer(X509Certificate issuer, X509Certificate certificate) {
    if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
