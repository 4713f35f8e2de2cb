package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.Secret;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateReaderTest {
  private final Instant now = Instant.now();

  private static Issued root;
  private static Issued intermediate;
  private static Issued server;

  @TempDir private Path directory;

  @BeforeAll
  static void makeCertificates() {
    root = TestCertificates.authority("Root");
    intermediate = TestCertificates.draft("Intermediate").authority().signedBy(root);
    server = TestCertificates.draft("example.org").names("example.org").signedBy(intermediate);
  }

  @Test
  void takesCertificateAndKeyFromTwoFiles() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.keyPem());

    assertIsServer(read(Map.of("certfile", path("cert.pem"), "keyfile", path("key.pem"))));
  }

  @Test
  void takesCertificateAndKeyFromOneFile() {
    write("both.pem", server.keyPem() + server.chainPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  @Test
  void takesTheKeyOfTheKeyFileWhenBothFilesHaveOne() {
    Issued other = TestCertificates.draft("other.example").signedBy(root);
    write("both.pem", server.chainPem() + other.keyPem());
    write("key.pem", server.keyPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"), "keyfile", path("key.pem"))));
  }

  @Test
  void takesAKeyFileThatHoldsTheCertificateToo() {
    write("cert.pem", server.chainPem());
    write("both.pem", server.chainPem() + server.keyPem());

    assertIsServer(read(Map.of("certfile", path("cert.pem"), "keyfile", path("both.pem"))));
  }

  @Test
  void ignoresAPasswordThatIsNotNeeded() {
    write("both.pem", server.keyPem() + server.chainPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"), "keyfile_password", "secret")));
  }

  @Test
  void decryptsTheKey() {
    write("both.pem", server.encryptedKeyPem("secret") + server.chainPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"), "keyfile_password", "secret")));
  }

  @Test
  void readsPkcs12WhateverItIsCalled() throws IOException {
    Files.write(directory.resolve("server.crt"), server.pkcs12("secret"));

    assertIsServer(read(Map.of("certfile", path("server.crt"), "keyfile_password", "secret")));
  }

  @Test
  void ordersAChainThatIsInAnyOrder() {
    List<X509Certificate> shuffled = new ArrayList<>(server.chain());
    Collections.reverse(shuffled);
    write("cert.pem", new Issued(server.key(), shuffled).chainPem());
    write("key.pem", server.keyPem());

    assertIsServer(read(Map.of("certfile", path("cert.pem"), "keyfile", path("key.pem"))));
  }

  @Test
  void takesAChainWithoutItsMiddle() {
    write("both.pem", server.certificatePem() + root.certificatePem() + server.keyPem());

    assertThat(read(Map.of("certfile", path("both.pem"))).chain())
        .containsExactly(server.certificate());
  }

  @Test
  void leavesOutCertificatesOfOthersAndRepeatedOnes() {
    Issued stranger = TestCertificates.authority("Stranger");
    write(
        "both.pem",
        stranger.certificatePem() + server.chainPem() + server.chainPem() + server.keyPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  /** Names alone do not make an issuer: an authority may have changed its key. */
  @Test
  void looksAtSignaturesNotAtNamesAlone() {
    Issued namesake = TestCertificates.draft("Intermediate").authority().signedBy(root);
    write("both.pem", namesake.certificatePem() + server.chainPem() + server.keyPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  @Test
  void prefersTheRenewedCertificateOfAKey() {
    KeyPair key = TestCertificates.ec();
    Instant end = now.minus(Duration.ofDays(1));
    Issued old =
        TestCertificates.draft("example.org")
            .key(key)
            .valid(end.minus(Duration.ofDays(90)), end)
            .signedBy(root);
    Issued renewed = TestCertificates.draft("example.org").key(key).signedBy(root);
    write("both.pem", old.certificatePem() + renewed.certificatePem() + renewed.keyPem());

    assertThat(read(Map.of("certfile", path("both.pem"))).own()).isEqualTo(renewed.certificate());
  }

  @Test
  void readsWhatEditorsAndPeopleMakeOfAFile() {
    String text =
        "\u00EF\u00BB\u00BF"
            + server.certificatePem().replace("\n", "  \r\n\t")
            + "\r\nsubject=CN = example.org, 1998\u00E9\r\n"
            + "\r\n--- the issuer ---\r\n"
            + intermediate.chainPem().replace("\n", "\r")
            + "-----BEGIN DH PARAMETERS-----\nMAA=\n-----END DH PARAMETERS-----\n"
            + server.keyPem().strip();
    write("both.pem", text);

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  @Test
  void readsTheCurveFromTheBlockBeforeTheKey() {
    byte[] p256 = DerWriter.objectIdentifier("1.2.840.10045.3.1.7");
    String withoutCurve =
        TestCertificates.pem("EC PRIVATE KEY", sec1WithoutCurve(server.key().getEncoded()));
    write(
        "both.pem", TestCertificates.pem("EC PARAMETERS", p256) + withoutCurve + server.chainPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  /** RFC 5958: version 2 of PKCS#8 has the public key behind the private one. */
  @Test
  void readsAPkcs8KeyThatHoldsThePublicKeyToo() {
    byte[] pkcs8 = server.key().getEncoded();
    byte[] publicKey = DerWriter.value(0x81, new byte[] {0, 4, 1, 2, 3});
    write(
        "both.pem",
        TestCertificates.pem("PRIVATE KEY", version2(pkcs8, publicKey)) + server.chainPem());

    assertIsServer(read(Map.of("certfile", path("both.pem"))));
  }

  /** One wrong password in 256 gives a valid padding, and then it is the result that is no key. */
  @Test
  void takesNoWrongPasswordForADamagedKey() {
    write("plain.pem", server.keyPem());
    new OpenSsl(directory).run("ec -in plain.pem -aes128 -passout pass:secret -out key.pem");
    PemFile file = PemFile.read(new SettingFile(KEYFILE, directory.resolve("key.pem")));

    for (int i = 0; i < 3000; i++) {
      Optional<Secret> wrong = Optional.of(Secret.of("wrong" + i));
      assertThatExceptionOfType(UnusableSettingException.class)
          .isThrownBy(() -> file.privateKey(wrong))
          .matches(problem -> problem.objection().setting() == KEYFILE_PASSWORD);
    }
  }

  private static byte[] sec1WithoutCurve(byte[] pkcs8) {
    try {
      DerReader info = new DerReader(pkcs8).enter(DerReader.SEQUENCE);
      info.skip();
      info.skip();
      DerReader key = new DerReader(info.content(DerReader.OCTET_STRING)).enter(DerReader.SEQUENCE);
      return DerWriter.sequence(key.encoded(), key.encoded());
    } catch (DerException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] version2(byte[] pkcs8, byte[] publicKey) {
    try {
      DerReader info = new DerReader(pkcs8).enter(DerReader.SEQUENCE);
      info.skip();
      return DerWriter.sequence(DerWriter.integer(1), info.encoded(), info.encoded(), publicKey);
    } catch (DerException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertIsServer(ServerCertificate read) {
    assertThat(read.chain()).isEqualTo(server.chain());
    assertThat(KeyPairProof.holds(read.key(), server.certificate().getPublicKey())).isTrue();
  }

  private ServerCertificate read(Map<String, String> settings) {
    return ServerCertificateReader.read(SettingsLoader.from(settings), now);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}
