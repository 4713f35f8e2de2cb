package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateWarningsTest {
  private static final Instant NOW = Instant.parse("2030-06-01T12:00:00Z");
  private static final String SERVERS = "1.3.6.1.5.5.7.3.1";
  private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";

  @Test
  void nothingIsSaidOfAGoodCertificate() {
    assertThat(CertificateWarnings.of(draft().purpose(SERVERS).selfSigned().certificate(), NOW))
        .isEmpty();
  }

  @Test
  void saysWhenTheCertificateExpiresSoon() {
    Instant expiry = NOW.plus(Duration.ofDays(29)).plusSeconds(1);

    assertThat(
            CertificateWarnings.of(
                draft().valid(NOW.minusSeconds(60), expiry).selfSigned().certificate(), NOW))
        .containsExactly(
            "the certificate of certfile for example.org expires in 29 days, at " + expiry);
  }

  @Test
  void saysNothingWhenThereAreMoreThan30DaysLeft() {
    Instant expiry = NOW.plus(Duration.ofDays(30)).plusSeconds(1);

    assertThat(
            CertificateWarnings.of(
                draft().valid(NOW.minusSeconds(60), expiry).selfSigned().certificate(), NOW))
        .isEmpty();
  }

  @Test
  void saysWhenThereIsNoAlternativeName() {
    assertThat(
            CertificateWarnings.of(
                TestCertificates.draft("example.org")
                    .valid(NOW, NOW.plus(Duration.ofDays(90)))
                    .selfSigned()
                    .certificate(),
                NOW))
        .containsExactly(
            "the certificate of certfile for example.org has no subject alternative name;"
                + " most clients refuse it");
  }

  @Test
  void saysWhenTheCertificateIsForClients() {
    assertThat(CertificateWarnings.of(draft().purpose(CLIENTS).selfSigned().certificate(), NOW))
        .containsExactly(
            "the certificate of certfile for example.org is not meant for servers;"
                + " most clients refuse it");
  }

  @Test
  void saysWhenTheKeyIsShort() {
    KeyPair key = TestCertificates.rsa(1024);

    assertThat(
            CertificateWarnings.of(
                draft().key(key).signedBy(TestCertificates.authority("CA")).certificate(), NOW))
        .containsExactly(
            "the certificate of certfile for example.org has an RSA key of 1024 bits;"
                + " many clients refuse less than 2048");
  }

  private static TestCertificates.Draft draft() {
    return TestCertificates.draft("example.org")
        .names("example.org")
        .valid(NOW, NOW.plus(Duration.ofDays(90)));
  }
}
