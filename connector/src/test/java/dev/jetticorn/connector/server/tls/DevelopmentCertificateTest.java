package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DevelopmentCertificateTest {
  private static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");

  @Test
  void isForEveryNameOfThisMachine() {
    X509Certificate certificate = DevelopmentCertificate.create(NOW).own();

    assertThat(CertificateSummary.of(certificate).names())
        .containsExactly("localhost", "127.0.0.1", "::1");
  }

  @Test
  void isValidNowAndForSomeWeeks() throws Exception {
    X509Certificate certificate = DevelopmentCertificate.create(NOW).own();

    certificate.checkValidity(java.util.Date.from(NOW));
    assertThat(CertificateWarnings.of(certificate, NOW)).isEmpty();
    assertThat(Duration.between(NOW, certificate.getNotAfter().toInstant()))
        .isLessThan(Duration.ofDays(100));
  }

  @Test
  void signsItselfWithItsOwnKey() throws Exception {
    ServerCertificate made = DevelopmentCertificate.create(NOW);

    made.own().verify(made.own().getPublicKey());
    assertThat(KeyPairProof.holds(made.key(), made.own().getPublicKey())).isTrue();
  }

  @Test
  void isAnotherOneEachTime() {
    X509Certificate one = DevelopmentCertificate.create(NOW).own();
    X509Certificate other = DevelopmentCertificate.create(NOW).own();

    assertThat(one.getSerialNumber()).isNotEqualTo(other.getSerialNumber());
    assertThat(one.getPublicKey()).isNotEqualTo(other.getPublicKey());
  }

  /** RFC 5280, section 4.1.2.5: years from 2050 on have another form. */
  @Test
  void isValidInTheSecondHalfOfTheCentury() throws Exception {
    Instant late = Instant.parse("2049-12-01T00:00:00Z");

    X509Certificate certificate = DevelopmentCertificate.create(late).own();

    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(late.plus(Duration.ofDays(90)));
  }
}
