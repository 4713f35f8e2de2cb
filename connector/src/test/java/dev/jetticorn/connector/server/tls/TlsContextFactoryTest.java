package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every setting of TLS arrives at a getter of Jetty. */
class TlsContextFactoryTest {
  private static Issued authority;
  private static Issued server;

  @TempDir private Path directory;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.authority("Test CA");
    server = TestCertificates.draft("example.org").names("example.org").signedBy(authority);
  }

  @BeforeEach
  void configure() throws IOException {
    server.write(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    settings.put("certfile", directory.resolve("cert.pem").toString());
    settings.put("keyfile", directory.resolve("key.pem").toString());
  }

  @Test
  void certfileAndKeyfileAreInTheKeyStore() throws Exception {
    KeyStore store = started().getKeyStore();

    String alias = store.aliases().nextElement();
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.getCertificateChain(alias))
        .containsExactly(server.chain().toArray(java.security.cert.Certificate[]::new));
    assertThat(store.isKeyEntry(alias)).isTrue();
  }

  @Test
  void keyfilePasswordOpensTheKey() throws Exception {
    Files.writeString(directory.resolve("key.pem"), server.encryptedKeyPem("secret"));
    settings.put("keyfile_password", "secret");

    assertThat(started().getKeyStore().size()).isEqualTo(1);
  }

  @Test
  void certfileSelfSignedMakesACertificateForLocalhost() {
    TlsContext tls = TlsContextFactory.from(SettingsLoader.from(Map.of("certfile", "self-signed")));

    assertThat(tls.certificate().names()).containsExactly("localhost", "127.0.0.1", "::1");
  }

  @Test
  void caCertsAreInTheTrustStore() throws Exception {
    settings.put("ca_certs", directory.resolve("ca.pem").toString());

    KeyStore store = started().getTrustStore();

    assertThat(store.size()).isEqualTo(1);
    assertThat(store.getCertificate(store.aliases().nextElement()))
        .isEqualTo(authority.certificate());
  }

  @Test
  void withoutCaCertsNobodyIsTrusted() throws Exception {
    assertThat(started().getTrustStore().size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"none, false, false", "optional, true, false", "required, false, true"})
  void certReqsSaysWhetherClientsShowACertificate(String value, boolean wanted, boolean needed)
      throws Exception {
    settings.put("cert_reqs", value);
    settings.put("ca_certs", directory.resolve("ca.pem").toString());

    SslContextFactory.Server tls = started();

    assertThat(tls.getWantClientAuth()).isEqualTo(wanted);
    assertThat(tls.getNeedClientAuth()).isEqualTo(needed);
  }

  @Test
  void sslVersionIsTheOldestThatIsSpoken() throws Exception {
    assertThat(started().getSelectedProtocols()).containsExactly("TLSv1.3", "TLSv1.2");

    settings.put("ssl_version", "TLSv1_3");

    assertThat(started().getSelectedProtocols()).containsExactly("TLSv1.3");
  }

  @Test
  void ciphersAreSelectedByEitherName() throws Exception {
    settings.put(
        "ciphers", "TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES128-GCM-SHA256");

    // The one that HTTP/2 forbids has moved behind the others.
    assertThat(started().getSelectedCipherSuites())
        .containsExactly(
            "TLS_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA");
  }

  @Test
  void withoutCiphersNoWeakOneIsSelected() throws Exception {
    assertThat(started().getSelectedCipherSuites())
        .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
        .noneMatch(suite -> suite.endsWith("_SHA") || suite.startsWith("TLS_RSA_"));
  }

  @Test
  void saysNothingWhenAllIsWell() {
    assertThat(from().warnings()).isEmpty();
  }

  @Test
  void clientsCannotRenegotiate() {
    assertThat(from().sslContextFactory().isRenegotiationAllowed()).isFalse();
  }

  @Test
  void theServerStartsItAndNobodyElse() {
    assertThat(from().sslContextFactory().isStopped()).isTrue();
  }

  @Test
  void warnsOfCiphersThatDoNotFitTheKey() {
    settings.put("ciphers", "ECDHE-RSA-AES128-GCM-SHA256");

    assertThat(from().warnings())
        .singleElement()
        .asString()
        .startsWith("no client can connect with TLSv1.2: ")
        .endsWith("(see ciphers)");
  }

  @Test
  void warnsOfCiphersOfTls13Alone() {
    settings.put("ciphers", "TLS_AES_128_GCM_SHA256");

    assertThat(from().warnings())
        .singleElement()
        .asString()
        .startsWith("no client can connect with TLSv1.2: ");
  }

  @Test
  void warnsOfCiphersThatAreWeak() {
    settings.put("ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-SHA");

    assertThat(from().warnings())
        .containsExactly(
            "ciphers offers suites that are weak: TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA");
  }

  @ParameterizedTest
  @CsvSource({"'h2,h1', get HTTP/1.1", "h2, cannot connect"})
  void warnsOfCiphersWithoutHttp2(String protocols, String consequence) {
    settings.put("http_protocols", protocols);
    settings.put("ciphers", "ECDHE-ECDSA-AES128-SHA256");

    assertThat(from().warnings())
        .containsExactly(
            "clients of TLSv1.2 "
                + consequence
                + ", because HTTP/2 allows none of the suites of ciphers with it");
  }

  @Test
  void doesNotWarnOfCiphersWithoutHttp2WhenThereIsNone() {
    settings.put("http_protocols", "h1");
    settings.put("ciphers", "ECDHE-ECDSA-AES128-SHA256");

    assertThat(from().warnings()).isEmpty();
  }

  @Test
  void saysForWhomAndHowLongTheCertificateIs() {
    assertThat(from().certificate())
        .isEqualTo(
            new CertificateSummary(
                List.of("example.org"), server.certificate().getNotAfter().toInstant()));
  }

  private SslContextFactory.Server started() throws Exception {
    SslContextFactory.Server tls = from().sslContextFactory();
    tls.start();
    return tls;
  }

  private TlsContext from() {
    return TlsContextFactory.from(SettingsLoader.from(settings));
  }
}
