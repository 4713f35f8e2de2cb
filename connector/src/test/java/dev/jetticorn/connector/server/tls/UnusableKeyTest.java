package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class UnusableKeyTest extends UnusableTlsFiles {
  @Test
  void aKeyFileThatIsMissing() {
    write("cert.pem", server.chainPem());

    refused("certfile = cert.pem", "keyfile = key.pem")
        .at(KEYFILE)
        .because("`key.pem` does not exist", "no such file");
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
  void aPkcs12FileInPlaceOfTheKey() throws IOException {
    write("cert.pem", server.chainPem());
    Files.write(directory.resolve("server.p12"), server.pkcs12("secret"));

    refused("certfile = cert.pem", "keyfile = server.p12", "keyfile_password = secret")
        .at(KEYFILE)
        .because("`server.p12` is not a PEM file", "a PKCS#12 file");
  }
}
