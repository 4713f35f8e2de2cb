package dev.jetticorn.connector.server.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate in a line of the log: {@code example.org, www.example.org until
 * 2027-01-31T12:00:00Z}.
 *
 * @param names the names that clients may ask for, or else what the subject is called
 * @param expiry the last moment at which clients take it
 */
public record CertificateSummary(List<String> names, Instant expiry) {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  public CertificateSummary {
    names = List.copyOf(names);
  }

  static CertificateSummary of(X509Certificate certificate) {
    List<String> names = alternativeNames(certificate);
    return new CertificateSummary(
        names.isEmpty() ? List.of(subject(certificate)) : names,
        certificate.getNotAfter().toInstant());
  }

  /** The names by which clients check a certificate (RFC 9525): DNS names and IP addresses. */
  static List<String> alternativeNames(X509Certificate certificate) {
    Collection<List<?>> alternatives;
    try {
      alternatives = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
      String name = String.valueOf(alternative.get(1));
      if (alternative.get(0).equals(DNS_NAME)) {
        names.add(name);
      } else if (alternative.get(0).equals(IP_ADDRESS)) {
        names.add(name.replaceFirst("(^|:)(0(:|$)){2,}", "::"));
      }
    }
    return names;
  }

  private static String subject(X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName(X500Principal.RFC2253);
    try {
      for (Rdn part : new LdapName(subject).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
    } catch (InvalidNameException e) {
      return subject;
    }
    return subject;
  }

  @Override
  public String toString() {
    return String.join(", ", names) + " until " + expiry;
  }
}
