package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** TLS with files that openssl made, as openssl and curl see it. */
final class TlsIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          PKCS#8           | genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out server.key
          PKCS#1           | genrsa -traditional -out server.key 2048
          PKCS#1 encrypted | genrsa -traditional -aes128 -passout pass:secret -out server.key 2048
          SEC1             | ecparam -genkey -name prime256v1 -noout -out server.key
          Ed25519          | genpkey -algorithm ed25519 -out server.key
          PKCS#8 encrypted | genpkey -algorithm RSA -aes256 -pass pass:secret -out server.key
          """)
  void takesAKeyInTheForm(String form, String command) throws Exception {
    openssl(command);
    openssl(
        "req -x509 -new -key server.key -passin pass:secret -days 30 -subj /CN=localhost"
            + " -addext subjectAltName=DNS:localhost -out server.crt");
    Connector connector = connector().with("--certfile", "server.crt", "--keyfile", "server.key");
    if (form.endsWith("encrypted")) {
      connector = connector.environment("JETTICORN_KEYFILE_PASSWORD", "secret");
    }

    try (RunningConnector server = connector.start()) {
      assertThat(trusting(server).succeeded().out()).contains("protocol: HTTP/2.0");
      assertThat(server.program().err()).doesNotContain("secret");
    }
  }

  @Test
  void takesKeyAndCertificateInOneFile() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    Files.writeString(
        directory.resolve("both.pem"),
        Files.readString(files.key()) + Files.readString(files.certificate()));

    try (RunningConnector server = connector().with("--certfile", "both.pem").start()) {
      assertThat(trusting(server).succeeded().out()).contains("protocol: HTTP/2.0");
    }
  }

  /** On TLS 1.3 the JDK's client updates its keys when it is told to shake hands again. */
  @Test
  void aFloodOfKeyUpdatesIsCutOffAndSaidOnce() throws Exception {
    try (RunningConnector server =
            connector().with("--certfile", "self-signed", "--tls-rate-limit", "10").start();
        SSLSocket attacker = FrameClient.handshake(server.port(), "http/1.1")) {
      assertThatIOException()
          .isThrownBy(
              () -> {
                for (int i = 0; i < 100_000; i++) {
                  attacker.startHandshake();
                }
              });

      String said = "more than 10 TLS records without data in a second, connection closed";
      server.program().awaitErr(line -> line.endsWith("127.0.0.1: " + said + " (tls_rate_limit)"));
      assertThat(server.log().lines().filter(line -> line.contains(said))).hasSize(1);
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFewKeyUpdatesAreNoFlood() throws Exception {
    try (RunningConnector server = connector().with("--certfile", "self-signed").start();
        SSLSocket client = FrameClient.handshake(server.port(), "http/1.1")) {
      for (int i = 0; i < 5; i++) {
        client.startHandshake();
      }
      client
          .getOutputStream()
          .write("GET /request HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      assertThat(client.getInputStream().readAllBytes())
          .startsWith("HTTP/1.1 200 ".getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void sendsTheWholeChain() throws Exception {
    CertificateFiles authority = CertificateFiles.in(directory, "authority");
    CertificateFiles server = CertificateFiles.in(directory);
    openssl("req -new -key server.key -subj /CN=localhost -out server.csr");
    openssl(
        "x509 -req -in server.csr -CA authority.crt -CAkey authority.key -CAcreateserial -days 9"
            + " -out server.crt");
    Files.writeString(
        directory.resolve("chain.pem"),
        Files.readString(server.certificate()) + Files.readString(authority.certificate()));

    try (RunningConnector running =
        connector().with("--certfile", "chain.pem", "--keyfile", "server.key").start()) {
      Finished openssl =
          Tool.OPENSSL.run(
              directory, "s_client", "-showcerts", "-connect", "localhost:" + running.port());

      assertThat(openssl.out().split("BEGIN CERTIFICATE", -1)).hasSize(3);
    }
  }

  @Test
  void refusesTls12WhenSslVersionIsTls13() throws Exception {
    try (RunningConnector server =
        connector().with("--certfile", "self-signed", "--ssl-version", "TLSv1_3").start()) {
      assertThat(client(server, "-tls1_3").out()).contains("New, TLSv1.3");
      assertThat(client(server, "-tls1_2").status()).isNotZero();
    }
  }

  @Test
  void speaksTls12AndNothingOlderByDefault() throws Exception {
    try (RunningConnector server = connector().with("--certfile", "self-signed").start()) {
      assertThat(client(server, "-tls1_2").out()).contains("New, TLSv1.2");
      // The client lowers its own guard, so that it is the server who refuses.
      Finished old = client(server, "-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0");
      assertThat(old.status()).isNotZero();
      assertThat(old.err()).contains("alert protocol version");
    }
  }

  @Test
  void offersTheCiphersOfTheSettingAlone() throws Exception {
    try (RunningConnector server =
        connector()
            .with("--certfile", "self-signed", "--ciphers", "ECDHE-ECDSA-AES256-GCM-SHA384")
            .start()) {
      assertThat(client(server, "-tls1_2").out()).contains("ECDHE-ECDSA-AES256-GCM-SHA384");
      assertThat(client(server, "-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256").status())
          .isNotZero();
    }
  }

  @Test
  void refusesACipherThatNobodyKnows() throws Exception {
    Finished command =
        connector().with("--certfile", "self-signed", "--ciphers", "ROT13-WITH-SHA9000").run();

    assertThat(command.status()).isNotZero();
    assertThat(command.err()).contains("error: ", "ROT13-WITH-SHA9000");
  }

  @Test
  void asksForAClientCertificateAndTakesOneOfItsAuthorities() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    CertificateFiles client = CertificateFiles.in(directory, "client");
    CertificateFiles stranger = CertificateFiles.in(directory, "stranger");
    Connector connector =
        connector()
            .with("--certfile", files.certificate(), "--keyfile", files.key())
            .with("--ca-certs", client.certificate());

    try (RunningConnector server = connector.with("--cert-reqs", "2").start()) {
      assertThat(trusting(server).status()).isNotZero();
      assertThat(trusting(server, stranger).status()).isNotZero();
      assertThat(trusting(server, client).succeeded().out()).contains("client certificates: true");
    }
    try (RunningConnector server = connector.with("--cert-reqs", "1").start()) {
      assertThat(trusting(server).succeeded().out()).contains("client certificates: false");
      assertThat(trusting(server, client).succeeded().out()).contains("client certificates: true");
    }
  }

  private Connector connector() {
    return Connector.in(directory).with("--war", "app.war", "--bind", "127.0.0.1:0");
  }

  private void openssl(String command) throws InterruptedException {
    Tool.OPENSSL.run(directory, command.split(" ")).succeeded();
  }

  private Finished trusting(RunningConnector server) throws InterruptedException {
    return Tool.CURL.run(
        directory,
        "-sS",
        "--cacert",
        Files.exists(directory.resolve("server.crt")) ? "server.crt" : "both.pem",
        server.url("/request"));
  }

  private Finished trusting(RunningConnector server, CertificateFiles client)
      throws InterruptedException {
    return Tool.CURL.run(
        directory,
        "-sS",
        "--cacert",
        "server.crt",
        "--cert",
        client.certificate().toString(),
        "--key",
        client.key().toString(),
        server.url("/request"));
  }

  private static Finished client(RunningConnector server, String... options)
      throws InterruptedException {
    String[] words = new String[options.length + 3];
    words[0] = "s_client";
    words[1] = "-connect";
    words[2] = "localhost:" + server.port();
    System.arraycopy(options, 0, words, 3, options.length);
    return Tool.OPENSSL.run(words);
  }
}
