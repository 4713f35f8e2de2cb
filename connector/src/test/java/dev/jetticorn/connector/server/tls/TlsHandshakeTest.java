package dev.jetticorn.connector.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients see of the settings of TLS on the wire. */
class TlsHandshakeTest {
  private static Issued authority;
  private static Issued intermediate;
  private static Issued server;

  @TempDir private Path directory;
  private final Map<String, String> settings = new HashMap<>();

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.authority("Test CA");
    intermediate = TestCertificates.draft("Intermediate").authority().signedBy(authority);
    server =
        TestCertificates.draft("localhost")
            .names("localhost")
            .address((byte) 127, (byte) 0, (byte) 0, (byte) 1)
            .signedBy(intermediate);
  }

  @BeforeEach
  void configure() throws IOException {
    server.write(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    settings.put("certfile", directory.resolve("cert.pem").toString());
    settings.put("keyfile", directory.resolve("key.pem").toString());
  }

  @Test
  void aClientThatTrustsTheAuthorityAloneGetsHttp2() throws Exception {
    try (TlsServer running = TlsServer.start(settings)) {
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(client(List.of(authority), List.of()))
              .connectTimeout(Duration.ofSeconds(10))
              .build();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + running.port() + "/"))
              .timeout(Duration.ofSeconds(10))
              .build();

      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.body()).startsWith("HTTP/2.0 TLS_AES_256_GCM_SHA384 nobody");
    }
  }

  @Test
  void theWholeChainIsSent() throws Exception {
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.startHandshake();

      assertThat(client.getSession().getPeerCertificates())
          .containsExactly(server.chain().toArray(X509Certificate[]::new));
    }
  }

  @Test
  void anyHostNameOfTheClientIsTaken() throws Exception {
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      change(
          client, parameters -> parameters.setServerNames(List.of(new SNIHostName("x.example"))));

      assertThat(answer(client)).startsWith("HTTP/1.1 TLS_");
    }
  }

  @Test
  void aWildcardCertificateIsShownToWhoeverAsks() throws Exception {
    Issued wildcard =
        TestCertificates.draft("*.example.org").names("*.example.org").signedBy(authority);
    wildcard.write(directory);
    try (TlsServer running = TlsServer.start(settings)) {
      for (String host : List.of("www.example.org", "example.com")) {
        try (SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
          change(client, parameters -> parameters.setServerNames(List.of(new SNIHostName(host))));

          assertThat(answer(client)).startsWith("HTTP/1.1 TLS_");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tls12And13AreSpokenByDefault(String version) throws Exception {
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {version});
      client.startHandshake();

      assertThat(client.getSession().getProtocol()).isEqualTo(version);
    }
  }

  @Test
  void tls11IsRefused() throws Exception {
    try (TlsServer running = TlsServer.start(settings)) {
      // The JDK no longer speaks it.
      OpenSsl.Result result =
          new OpenSsl(directory)
              .tried(
                  "s_client -connect 127.0.0.1:"
                      + running.port()
                      + " -tls1_1 -cipher DEFAULT@SECLEVEL=0");

      assertThat(result.output()).contains("alert protocol version");
    }
  }

  @Test
  void sslVersion13RefusesClientsOfTls12() throws Exception {
    settings.put("ssl_version", "TLSv1_3");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});

      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(client::startHandshake)
          .withMessageContaining("protocol_version");
    }
  }

  @Test
  void noCertificateIsAskedOfClients() throws Exception {
    Issued user = TestCertificates.draft("user").signedBy(authority);
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(user)))) {
      assertThat(answer(client)).endsWith(" nobody");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void certReqsOptionalTakesAClientWithoutACertificate(String version) throws Exception {
    settings.put("cert_reqs", "optional");
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {version});

      assertThat(answer(client)).endsWith(" nobody");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"optional", "required"})
  void aClientCertificateOfTheAuthorityIsTaken(String requirement) throws Exception {
    Issued user = TestCertificates.draft("user").signedBy(authority);
    settings.put("cert_reqs", requirement);
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(user)))) {
      assertThat(answer(client)).endsWith(" CN=user");
    }
  }

  @Test
  void aClientMaySendTheIntermediateCertificate() throws Exception {
    Issued user = TestCertificates.draft("user").signedBy(intermediate);
    settings.put("cert_reqs", "required");
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(user)))) {
      assertThat(answer(client)).endsWith(" CN=user");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void certReqsRequiredRefusesAClientWithoutACertificate(String version) throws Exception {
    settings.put("cert_reqs", "required");
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {version});

      assertThatIOException().isThrownBy(() -> answer(client));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"optional", "required"})
  void aClientCertificateOfAnotherAuthorityIsRefused(String requirement) throws Exception {
    Issued stranger =
        TestCertificates.draft("user").signedBy(TestCertificates.authority("Test CA"));
    settings.put("cert_reqs", requirement);
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(stranger)))) {
      assertThatIOException().isThrownBy(() -> answer(client));
    }
  }

  @Test
  void aClientCertificateThatHasExpiredIsRefused() throws Exception {
    Instant end = Instant.now().minus(Duration.ofDays(1));
    Issued expired =
        TestCertificates.draft("user")
            .valid(end.minus(Duration.ofDays(90)), end)
            .signedBy(authority);
    settings.put("cert_reqs", "required");
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(expired)))) {
      assertThatIOException().isThrownBy(() -> answer(client));
    }
  }

  @Test
  void everyAuthorityOfTheFileIsTrusted() throws Exception {
    Issued second = TestCertificates.authority("Second CA");
    Files.writeString(
        directory.resolve("ca.pem"), authority.certificatePem() + second.certificatePem());
    Issued user = TestCertificates.draft("user").signedBy(second);
    settings.put("cert_reqs", "required");
    settings.put("ca_certs", directory.resolve("ca.pem").toString());
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of(user)))) {
      assertThat(answer(client)).endsWith(" CN=user");
    }
  }

  @Test
  void ciphersAreOfferedInTheirOrder() throws Exception {
    settings.put("ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.setEnabledCipherSuites(
          new String[] {
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
          });
      client.startHandshake();

      assertThat(client.getSession().getCipherSuite())
          .isEqualTo("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    }
  }

  @Test
  void ciphersThatAreNotListedAreRefused() throws Exception {
    settings.put("ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"});

      assertThatExceptionOfType(SSLHandshakeException.class)
          .isThrownBy(client::startHandshake)
          .withMessageContaining("handshake_failure");
    }
  }

  @Test
  void ciphersOfTls12LeaveTls13AsItIs() throws Exception {
    settings.put("ciphers", "ECDHE-ECDSA-AES128-GCM-SHA256");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.startHandshake();

      assertThat(client.getSession().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  /** RFC 9113, section 9.2.2: such a suite must not end in HTTP/2. */
  @Test
  void aCipherThatHttp2ForbidsEndsInHttp11() throws Exception {
    settings.put("ciphers", "ECDHE-ECDSA-AES128-SHA256");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      change(
          client,
          parameters -> parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"}));

      assertThat(answer(client))
          .isEqualTo("HTTP/1.1 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256 nobody");
      assertThat(client.getApplicationProtocol()).isEqualTo("http/1.1");
    }
  }

  @Test
  void aCipherThatHttp2AllowsIsPreferred() throws Exception {
    settings.put("ciphers", "ECDHE-ECDSA-AES256-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256");
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      change(
          client,
          parameters -> parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"}));
      client.startHandshake();

      assertThat(client.getApplicationProtocol()).isEqualTo("h2");
    }
  }

  @Test
  void aClientCannotRenegotiate() throws Exception {
    try (TlsServer running = TlsServer.start(settings);
        SSLSocket client = connect(running, client(List.of(authority), List.of()))) {
      client.setEnabledProtocols(new String[] {"TLSv1.2"});
      client.startHandshake();

      client.startHandshake();

      assertThatIOException().isThrownBy(() -> answer(client));
    }
  }

  /** OpenSSL checks signatures and curves more strictly than the JDK does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521",
        "genpkey -algorithm ED25519",
        "genpkey -algorithm ED448"
      })
  void opensslConnectsToEveryKindOfKey(String keyCommand) throws Exception {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run(keyCommand + " -out key.pem");
    openssl.run(
        "req -x509 -new -key key.pem -subj /CN=localhost -addext subjectAltName=DNS:localhost"
            + " -days 90 -out cert.pem");
    try (TlsServer running = TlsServer.start(settings)) {
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        OpenSsl.Result result =
            openssl.tried(
                "s_client -connect 127.0.0.1:"
                    + running.port()
                    + " -servername localhost -verify_hostname localhost -verify_return_error"
                    + " -CAfile cert.pem -alpn h2,http/1.1 "
                    + version);

        assertThat(result.output())
            .contains("Verify return code: 0 (ok)")
            .contains("ALPN protocol: h2");
      }
    }
  }

  @Test
  void opensslConnectsToTheDevelopmentCertificate() throws Exception {
    try (TlsServer running = TlsServer.start(Map.of("certfile", "self-signed"))) {
      OpenSsl.Result result =
          new OpenSsl(directory).tried("s_client -connect 127.0.0.1:" + running.port());

      assertThat(result.output()).contains("subject=CN = localhost").contains("TLSv1.3");
    }
  }

  /** A client that trusts these authorities, and shows these certificates if it is asked. */
  private static SSLContext client(List<Issued> trusted, List<Issued> own) throws Exception {
    KeyStore trust = KeyStore.getInstance("JKS");
    trust.load(null, null);
    for (Issued each : trusted) {
      trust.setCertificateEntry("authority" + trust.size(), each.certificate());
    }
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(trust);
    KeyStore keys = KeyStore.getInstance("JKS");
    keys.load(null, null);
    for (Issued each : own) {
      keys.setKeyEntry(
          "client", each.key(), new char[0], each.chain().toArray(X509Certificate[]::new));
    }
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("SunX509");
    keyManagers.init(keys, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        // A client that is told which authorities are wanted would show no other certificate.
        new javax.net.ssl.KeyManager[] {new AlwaysShow(keyManagers.getKeyManagers()[0])},
        trustManagers.getTrustManagers(),
        null);
    return context;
  }

  private static SSLSocket connect(TlsServer running, SSLContext context) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", running.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void change(SSLSocket socket, Consumer<SSLParameters> change) {
    SSLParameters parameters = socket.getSSLParameters();
    change.accept(parameters);
    socket.setSSLParameters(parameters);
  }

  /** What the server answers to a request of HTTP/1.1. */
  private static String answer(SSLSocket client) throws IOException {
    client
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    String last = "";
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      last = line;
    }
    if (last.isEmpty()) {
      throw new IOException("closed without an answer");
    }
    return last;
  }
}
