package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnusableCertificateTest extends UnusableTlsFiles {
  @Test
  void aFileThatIsMissing() {
    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` does not exist", "no such file");
  }

  @Test
  void aRelativePathIsShownWhole() {
    UnusableSettingException problem =
        problem(SettingsLoader.from(Map.of("certfile", "no-such-directory/cert.pem")));

    assertThat(problem.objection().headline())
        .isEqualTo("`no-such-directory/cert.pem` does not exist");
    assertThat(problem.objection().notes())
        .containsExactly("looked for " + Path.of("no-such-directory/cert.pem").toAbsolutePath());
  }

  @Test
  void aDirectory() throws IOException {
    Files.createDirectory(directory.resolve("certs"));

    refused("certfile = certs")
        .at(CERTFILE)
        .because("`certs` is a directory", "a file is expected");
  }

  @Test
  void aLinkToItself() throws IOException {
    Path link = directory.resolve("cert.pem");
    Files.createSymbolicLink(link, link);

    assertThat(refused("certfile = cert.pem").at(CERTFILE).exception().objection().headline())
        .isEqualTo("`" + link + "` cannot be read");
  }

  @Test
  void aFileThatMayNotBeRead() throws IOException {
    write("cert.pem", server.chainPem());
    Files.setPosixFilePermissions(
        directory.resolve("cert.pem"), PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(directory.resolve("cert.pem")), "root may read everything");

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` cannot be read", "permission denied");
  }

  @Test
  void anEmptyFile() {
    write("cert.pem", "");

    refused("certfile = cert.pem").at(CERTFILE).because("`cert.pem` is empty", "an empty file");
  }

  @Test
  void aFileThatIsTooLarge() throws IOException {
    Files.write(directory.resolve("cert.pem"), new byte[16 * 1024 * 1024 + 1]);

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` is too large to be a PEM file", "more than 16 MiB");
  }

  @Test
  void textThatIsNotPem() {
    write("cert.pem", "0 is where it starts");

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` holds no certificate", "holds no PEM block");
  }

  @Test
  void aCertificateInDer() throws Exception {
    Files.write(directory.resolve("cert.der"), server.certificate().getEncoded());

    refused("certfile = cert.der")
        .at(CERTFILE)
        .because("`cert.der` is not a PEM file", "a certificate in DER form")
        .advising("convert it: `openssl x509 -inform DER -in cert.der -out cert.der.pem`");
  }

  @Test
  void aKeyStoreOfJava() throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    try (var out = Files.newOutputStream(directory.resolve("server.jks"))) {
      store.store(out, "secret".toCharArray());
    }

    refused("certfile = server.jks")
        .at(CERTFILE)
        .because("`server.jks` is not a PEM file", "a Java key store");
  }

  @Test
  void aCertificateWithoutItsEnd() {
    String pem = server.certificatePem();
    write("cert.pem", "# a comment\n" + pem.substring(0, pem.length() / 2));

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` is damaged", "block `CERTIFICATE` of line 2 has no end")
        .advising("copy the whole file again");
  }

  @Test
  void aCertificateThatBeginsInsideAnother() {
    String pem = server.certificatePem();
    write("cert.pem", pem.substring(0, pem.length() / 2) + "\n" + pem);

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` is damaged", "block `CERTIFICATE` of line 1 has no end");
  }

  @Test
  void aCertificateThatLostALine() {
    write("cert.pem", server.certificatePem().replaceFirst("\nM[^\n]*\n", "\n"));
    write("key.pem", server.keyPem());

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because(
            "`cert.pem` holds a certificate that Java cannot read",
            "in its block `CERTIFICATE` in line 1");
  }

  @Test
  void aCertificateThatIsNotBase64() {
    write("cert.pem", server.certificatePem().replaceFirst("\nMII", "\nM*I"));

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` is damaged", "block `CERTIFICATE` in line 1 is not Base64");
  }

  @Test
  void aCertificateOnOneLine() {
    write("cert.pem", server.certificatePem().replace("\n", "\\n"));

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` is no valid PEM file", "line 1 holds more than its BEGIN mark");
  }

  @Test
  void aRequestInPlaceOfTheCertificate() {
    new OpenSsl(directory)
        .run("req -new -newkey ed25519 -nodes -subj /CN=x -keyout key.pem -out csr.pem");

    refused("certfile = csr.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because("`csr.pem` holds no certificate", "holds only a certificate request")
        .advising("use the certificate that the authority made from the request");
  }

  @Test
  void aBundleOfAnotherKind() {
    write("cert.pem", server.chainPem());
    new OpenSsl(directory).run("crl2pkcs7 -nocrl -certfile cert.pem -out cert.p7b");

    refused("certfile = cert.p7b")
        .at(CERTFILE)
        .because("`cert.p7b` holds no certificate", "holds only a PKCS#7 bundle")
        .advising("convert it: `openssl pkcs7 -print_certs -in cert.p7b -out cert.p7b.pem`");
  }

  @Test
  void theKeyInPlaceOfTheCertificate() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.keyPem());

    refused("certfile = key.pem", "keyfile = cert.pem")
        .at(CERTFILE)
        .because("`key.pem` holds no certificate", "holds only a private key");
  }

  @Test
  void aCertificateThatHasExpired() {
    Instant end = Instant.now().minus(Duration.ofDays(2));
    Issued expired =
        TestCertificates.draft("example.org")
            .valid(end.minus(Duration.ofDays(90)), end)
            .signedBy(authority);
    expired.write(directory);

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because(
            "the certificate in `cert.pem` has expired",
            "expired at " + expired.certificate().getNotAfter().toInstant());
  }

  @Test
  void aCertificateThatIsNotValidYet() {
    Instant begin = Instant.now().plus(Duration.ofDays(2));
    Issued early =
        TestCertificates.draft("example.org")
            .valid(begin, begin.plus(Duration.ofDays(90)))
            .signedBy(authority);
    early.write(directory);

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because(
            "the certificate in `cert.pem` is not valid yet",
            "valid from " + early.certificate().getNotBefore().toInstant() + " on");
  }
}
