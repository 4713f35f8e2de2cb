package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateSummaryTest {
  private static final Instant EXPIRY = Instant.parse("2031-02-03T04:05:06Z");

  @Test
  void showsNamesAndExpiry() {
    X509Certificate certificate =
        draft("example.org")
            .names("example.org", "*.example.org")
            .address((byte) 10, (byte) 0, (byte) 0, (byte) 1)
            .selfSigned()
            .certificate();

    assertThat(CertificateSummary.of(certificate))
        .hasToString("example.org, *.example.org, 10.0.0.1 until 2031-02-03T04:05:06Z");
  }

  @Test
  void showsTheCommonNameWhenThereIsNoOther() {
    assertThat(CertificateSummary.of(draft("old.example").selfSigned().certificate()).names())
        .containsExactly("old.example");
  }

  @Test
  void showsTheSubjectWhenItHasNoCommonName() {
    X509Certificate certificate =
        new TestCertificates.Draft(new javax.security.auth.x500.X500Principal("O=Example,C=DE"))
            .selfSigned()
            .certificate();

    assertThat(CertificateSummary.of(certificate).names()).isEqualTo(List.of("O=Example,C=DE"));
  }

  private static TestCertificates.Draft draft(String name) {
    return TestCertificates.draft(name).valid(Instant.parse("2020-01-01T00:00:00Z"), EXPIRY);
  }
}
