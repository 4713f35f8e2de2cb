package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.load.Problem;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Setting;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a certificate or a key is said at start, of the setting that names it. */
class UnusableCertificateTest {
  private static Issued authority;
  private static Issued server;
  private static Issued other;
  private static Issued rsa;

  @TempDir private Path directory;

  @BeforeAll
  static void makeCertificates() {
    authority = TestCertificates.authority("Test CA");
    server = TestCertificates.draft("example.org").names("example.org").signedBy(authority);
    other = TestCertificates.draft("other.example").names("other.example").signedBy(authority);
    rsa =
        TestCertificates.draft("rsa.example")
            .names("rsa.example")
            .key(TestCertificates.rsa(2048))
            .signedBy(authority);
  }

  @Test
  void aFileThatIsMissing() {
    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` does not exist", "no such file");
  }

  @Test
  void aKeyFileThatIsMissing() {
    write("cert.pem", server.chainPem());

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("`key.pem` does not exist", "no such file");
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
  void aKeyInDer() throws Exception {
    write("cert.pem", server.chainPem());
    Files.write(directory.resolve("key.der"), server.key().getEncoded());

    refused("certfile = cert.pem", "keyfile = key.der")
        .at(KEYFILE)
        .because("`key.der` is not a PEM file", "a private key in DER form")
        .advising("convert it: `openssl pkey -inform DER -in key.der -out key.der.pem`");
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
  void theCertificateInPlaceOfTheKey() {
    write("cert.pem", server.chainPem());

    refused("certfile = cert.pem", "keyfile = cert.pem")
        .at(KEYFILE)
        .because("`cert.pem` holds no private key", "holds only a certificate");
  }

  @Test
  void thePublicKeyInPlaceOfThePrivateOne() {
    write("cert.pem", server.chainPem());
    write(
        "key.pem",
        TestCertificates.pem("PUBLIC KEY", server.certificate().getPublicKey().getEncoded()));

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("`key.pem` holds no private key", "holds only a public key");
  }

  @Test
  void noKeyAtAll() {
    write("cert.pem", server.chainPem());

    refused("certfile = cert.pem")
        .at(CERTFILE)
        .because("`cert.pem` holds no private key", "holds only a certificate")
        .advising("name the file with the key in `keyfile`");
  }

  @Test
  void twoKeys() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.keyPem() + other.keyPem());

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("`key.pem` holds 2 private keys", "one key is expected");
  }

  @Test
  void twoKeysBesideTheCertificate() {
    write("both.pem", server.keyPem() + server.chainPem() + other.keyPem());

    refused("certfile = both.pem")
        .at(CERTFILE)
        .because("`both.pem` holds 2 private keys", "one key is expected");
  }

  @Test
  void theKeyOfAnotherCertificate() {
    write("cert.pem", server.chainPem());
    write("key.pem", other.keyPem());

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "the private key in `key.pem` does not fit the certificate in `cert.pem`",
            "the key of another certificate");
  }

  @Test
  void aKeyOfAnotherAlgorithm() {
    write("cert.pem", server.chainPem());
    write("key.pem", rsa.keyPem());

    var problem =
        refused("certfile = cert.pem", "keyfile = key.pem")
            .at(KEYFILE)
            .because(
                "the private key in `key.pem` does not fit the certificate in `cert.pem`",
                "the key of another certificate");
    assertThat(problem.exception().objection().notes().get(0))
        .startsWith("the certificate is for example.org until ")
        .endsWith("with an EC key of 256 bits; the private key is an RSA key of 2048 bits");
  }

  @Test
  void anotherKeyInTheSameFile() {
    write("both.pem", server.chainPem() + other.keyPem());

    refused("certfile = both.pem")
        .at(CERTFILE)
        .because(
            "the private key in `both.pem` does not fit the certificate in `both.pem`",
            "the key of another certificate");
  }

  @Test
  void anEncryptedKeyWithoutAPassword() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.encryptedKeyPem("secret"));

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("the private key in `key.pem` is encrypted", "needs a password")
        .advising("set `keyfile_password`");
  }

  @Test
  void anEncryptedKeyBesideTheCertificateWithoutAPassword() {
    write("both.pem", server.chainPem() + server.encryptedKeyPem("secret"));

    refused("certfile = both.pem")
        .at(CERTFILE)
        .because("the private key in `both.pem` is encrypted", "needs a password");
  }

  @Test
  void aWrongPassword() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.encryptedKeyPem("secret"));

    refused("certfile = cert.pem", "keyfile = key.pem", "keyfile_password = hunter2")
        .at(KEYFILE_PASSWORD)
        .because("wrong password for the private key in `key.pem`", "does not decrypt the key")
        .keeping("hunter2");
  }

  @Test
  void aWrongPasswordForAKeyOfTheOldForm() {
    OpenSsl openssl = new OpenSsl(directory);
    write("cert.pem", rsa.chainPem());
    write("plain.pem", rsa.keyPem());
    openssl.run("rsa -in plain.pem -traditional -aes256 -passout pass:secret -out key.pem");

    refused("certfile = cert.pem", "keyfile = key.pem", "keyfile_password = hunter2")
        .at(KEYFILE_PASSWORD)
        .because("wrong password for the private key in `key.pem`", "does not decrypt the key")
        .keeping("hunter2");
  }

  @Test
  void anEncryptionThatJavaDoesNotKnow() {
    write("cert.pem", server.chainPem());
    write("plain.pem", server.keyPem());
    new OpenSsl(directory)
        .run("pkcs8 -topk8 -scrypt -in plain.pem -passout pass:secret -out key.pem");

    refused("certfile = cert.pem", "keyfile = key.pem", "keyfile_password = secret")
        .at(KEYFILE)
        .because(
            "the private key in `key.pem` is encrypted in an unsupported way",
            "encrypted with scrypt")
        .advising("encrypt it with AES: `openssl pkcs8 -topk8 -v2 aes-256-cbc -in key.pem`");
  }

  @Test
  void anOldEncryptionThatJavaDoesNotKnow() {
    write("cert.pem", rsa.chainPem());
    write(
        "key.pem",
        rsa.traditionalKeyPem()
            .replaceFirst(
                "\n",
                "\nProc-Type: 4,ENCRYPTED\nDEK-Info: CAMELLIA-128-CBC,00112233445566778899AABBCCDDEEFF\n\n"));

    refused("certfile = cert.pem", "keyfile = key.pem", "keyfile_password = secret")
        .at(KEYFILE)
        .because(
            "the private key in `key.pem` is encrypted in an unsupported way",
            "encrypted with CAMELLIA-128-CBC");
  }

  @Test
  void aDamagedKey() {
    write("cert.pem", server.chainPem());
    write("key.pem", server.keyPem().replaceFirst("\nM[^\n]*\n", "\n"));

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a damaged private key",
            "block `PRIVATE KEY` in line 1 is no private key");
  }

  @Test
  void aDamagedEncryptedKey() {
    write("cert.pem", server.chainPem());
    write("key.pem", TestCertificates.pem("ENCRYPTED PRIVATE KEY", new byte[] {48, 3, 1, 2, 3}));

    refused("certfile = cert.pem", "keyfile = key.pem", "keyfile_password = secret")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a damaged private key",
            "block `ENCRYPTED PRIVATE KEY` in line 1 is no private key");
  }

  @Test
  void aKeyOfOpenSsh() {
    write("cert.pem", server.chainPem());
    write("key.pem", TestCertificates.pem("OPENSSH PRIVATE KEY", new byte[] {1, 2, 3}));

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a private key that TLS cannot use here",
            "a block `OPENSSH PRIVATE KEY`");
  }

  @Test
  void aDsaKey() {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run("dsaparam -out param.pem 2048");
    openssl.run("gendsa -out key.pem param.pem");
    openssl.run("req -x509 -new -key key.pem -subj /CN=localhost -days 90 -out cert.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("`key.pem` holds a private key that TLS cannot use here", "a DSA key");
  }

  @Test
  void aKeyForKeyAgreementAlone() {
    write("cert.pem", server.chainPem());
    new OpenSsl(directory).run("genpkey -algorithm X25519 -out key.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a private key that TLS cannot use here",
            "a key for key agreement alone");
  }

  @Test
  void aKeyOnAnUnusualCurve() {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run("ecparam -name secp256k1 -genkey -noout -out key.pem");
    openssl.run("req -x509 -new -key key.pem -subj /CN=localhost -days 90 -out cert.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a private key that TLS cannot use here",
            "an EC key on the curve secp256k1");
  }

  @Test
  void aKeyThatSpellsItsCurveOut() {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run("ecparam -name prime256v1 -param_enc explicit -genkey -noout -out key.pem");
    openssl.run("req -x509 -new -key key.pem -subj /CN=localhost -days 90 -out cert.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because(
            "`key.pem` holds a private key that TLS cannot use here",
            "an EC key that spells its curve out");
  }

  @Test
  void aKeyThatIsTooShort() {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run("genrsa -out key.pem 512");
    openssl.run("req -x509 -new -key key.pem -subj /CN=localhost -days 90 -out cert.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because("the key of the certificate in `cert.pem` is too short", "an RSA key of 512 bits")
        .advising("get a certificate for a key of 2048 bits or more");
  }

  @Test
  void aSignatureThatJavaRefuses() {
    OpenSsl openssl = new OpenSsl(directory);
    openssl.run("genrsa -out key.pem 2048");
    openssl.run("req -x509 -new -md5 -key key.pem -subj /CN=localhost -days 90 -out cert.pem");

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(CERTFILE)
        .because("the certificate cannot be used for TLS", "no handshake succeeds with it");
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

  @Test
  void aKeyFileBesideAPkcs12File() throws IOException {
    Files.write(directory.resolve("server.p12"), server.pkcs12("secret"));
    write("key.pem", server.keyPem());

    refused("certfile = server.p12", "keyfile = key.pem", "keyfile_password = secret")
        .at(KEYFILE)
        .because(
            "`key.pem` is not needed",
            "`server.p12` is a PKCS#12 file, which has a key of its own");
  }

  @Test
  void aPkcs12FileWithoutAPassword() throws IOException {
    Files.write(directory.resolve("server.p12"), server.pkcs12("secret"));

    refused("certfile = server.p12")
        .at(CERTFILE)
        .because("`server.p12` is encrypted", "needs a password")
        .advising("set `keyfile_password`");
  }

  @Test
  void aWrongPasswordForAPkcs12File() throws IOException {
    Files.write(directory.resolve("server.p12"), server.pkcs12("secret"));

    refused("certfile = server.p12", "keyfile_password = hunter2")
        .at(KEYFILE_PASSWORD)
        .because("wrong password for `server.p12`", "does not open the file")
        .keeping("hunter2");
  }

  @Test
  void aPkcs12FileWithoutAKey() {
    write("cert.pem", server.chainPem());
    new OpenSsl(directory)
        .run("pkcs12 -export -nokeys -in cert.pem -passout pass:secret -out server.p12");

    refused("certfile = server.p12", "keyfile_password = secret")
        .at(CERTFILE)
        .because("`server.p12` holds no private key", "PKCS#12 without an encrypted key");
  }

  @Test
  void aPkcs12FileThatIsCutOff() throws IOException {
    byte[] whole = server.pkcs12("secret");
    Files.write(directory.resolve("server.p12"), java.util.Arrays.copyOf(whole, whole.length / 2));

    refused("certfile = server.p12", "keyfile_password = secret")
        .at(CERTFILE)
        .because("`server.p12` is damaged", "cannot be read as PKCS#12");
  }

  @Test
  void aPkcs12FileInPlaceOfTheKey() throws IOException {
    write("cert.pem", server.chainPem());
    Files.write(directory.resolve("server.p12"), server.pkcs12("secret"));

    refused("certfile = cert.pem", "keyfile = server.p12", "keyfile_password = secret")
        .at(KEYFILE)
        .because("`server.p12` is not a PEM file", "a PKCS#12 file");
  }

  @Test
  void authoritiesThatAreMissing() {
    server.write(directory);

    refused("certfile = cert.pem", "keyfile = key.pem", "ca_certs = ca.pem")
        .at(CA_CERTS)
        .because("`ca.pem` does not exist", "no such file");
  }

  @Test
  void authoritiesWithoutACertificate() {
    server.write(directory);

    refused(
            "certfile = cert.pem",
            "keyfile = key.pem",
            "ca_certs = key.pem",
            "cert_reqs = required")
        .at(CA_CERTS)
        .because("`key.pem` holds no certificate", "holds only a private key");
  }

  @Test
  void authoritiesInDer() throws Exception {
    server.write(directory);
    Files.write(directory.resolve("ca.der"), authority.certificate().getEncoded());

    refused("certfile = cert.pem", "keyfile = key.pem", "ca_certs = ca.der", "cert_reqs = 2")
        .at(CA_CERTS)
        .because("`ca.der` is not a PEM file", "a certificate in DER form");
  }

  private void write(String name, String text) {
    try {
      Files.writeString(directory.resolve(name), text, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Takes settings as a user writes them, with the paths inside the directory of the test. */
  private Refusal refused(String... lines) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : lines) {
      String[] parts = line.split(" = ", 2);
      boolean isPath = parts[0].matches("certfile|keyfile|ca_certs");
      values.put(parts[0], isPath ? directory.resolve(parts[1]).toString() : parts[1]);
    }
    Settings settings = SettingsLoader.from(values);
    UnusableSettingException problem = problem(settings);
    return new Refusal(problem, Problem.of(problem.objection(), settings).toString(), directory);
  }

  private static UnusableSettingException problem(Settings settings) {
    return catchThrowableOfType(
        UnusableSettingException.class, () -> TlsContextFactory.from(settings));
  }

  private record Refusal(UnusableSettingException exception, String text, Path directory) {

    Refusal at(Setting<?> setting) {
      assertThat(exception.objection().setting()).isEqualTo(setting);
      return this;
    }

    Refusal because(String headline, String label) {
      assertThat(shortened(exception.objection().headline())).isEqualTo(headline);
      assertThat(shortened(exception.objection().label())).isEqualTo(label);
      return this;
    }

    Refusal advising(String help) {
      assertThat(exception.objection().helps()).map(this::shortened).containsExactly(help);
      return this;
    }

    void keeping(String secret) {
      assertThat(text).doesNotContain(secret);
      StringWriter trace = new StringWriter();
      exception.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString()).doesNotContain(secret);
    }

    private String shortened(String text) {
      return text.replace(directory + "/", "");
    }
  }
}
