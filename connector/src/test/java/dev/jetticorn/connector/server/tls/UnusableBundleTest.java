package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CA_CERTS;
import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE;
import static dev.jetticorn.connector.settings.TlsSettings.KEYFILE_PASSWORD;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** PKCS#12 files and files of authorities that cannot be used. */
class UnusableBundleTest extends UnusableTlsFiles {
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
}
