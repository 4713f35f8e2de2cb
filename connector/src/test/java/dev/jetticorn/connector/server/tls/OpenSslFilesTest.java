package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads what the openssl command writes. Each certificate must also carry a handshake, because
 * {@link TlsContextFactory} tries one.
 */
class OpenSslFilesTest {
  @TempDir private static Path made;
  @TempDir private Path directory;
  private OpenSsl openssl;

  @BeforeAll
  static void makeKeys() {
    OpenSsl openssl = new OpenSsl(made);
    openssl.run("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem");
    openssl.run("genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem");
  }

  @BeforeEach
  void copyKeys() throws IOException {
    openssl = new OpenSsl(directory);
    for (String name : new String[] {"rsa.pem", "ec.pem"}) {
      Files.copy(made.resolve(name), directory.resolve(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out key.pem",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 -out key.pem",
        "genpkey -algorithm RSA-PSS -pkeyopt rsa_pss_keygen_md:sha256"
            + " -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32"
            + " -out key.pem",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out key.pem",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-521 -out key.pem",
        "genpkey -algorithm ED25519 -out key.pem",
        "genpkey -algorithm ED448 -out key.pem",
        "genrsa -traditional -out key.pem 2048",
        "ecparam -name prime256v1 -genkey -out key.pem",
        "ecparam -name secp384r1 -genkey -noout -out key.pem",
        "rsa -in rsa.pem -traditional -out key.pem",
        "ec -in ec.pem -out key.pem",
        "ec -in ec.pem -no_public -out key.pem"
      })
  void readsAKey(String command) {
    openssl.run(command);

    assertThat(served("")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkcs8 -topk8 -in rsa.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-128-cbc -in rsa.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-192-cbc -in rsa.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-256-cbc -in ec.pem -out key.pem",
        "pkcs8 -topk8 -v2 des3 -in ec.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA1 -in ec.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA224 -in ec.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA384 -in ec.pem -out key.pem",
        "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512 -in ec.pem -out key.pem",
        "rsa -in rsa.pem -traditional -aes128 -out key.pem",
        "rsa -in rsa.pem -traditional -aes192 -out key.pem",
        "rsa -in rsa.pem -traditional -aes256 -out key.pem",
        "rsa -in rsa.pem -traditional -des3 -out key.pem",
        "ec -in ec.pem -aes256 -out key.pem",
        "ec -in ec.pem -des3 -out key.pem",
        "genpkey -algorithm ED25519 -aes-256-cbc -out key.pem"
      })
  void readsAnEncryptedKey(String command) {
    String passwordOption = command.startsWith("genpkey") ? " -pass" : " -passout";
    openssl.run(command + passwordOption + " pass:sécret");

    assertThat(served("sécret")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PBE-SHA1-3DES", "PBE-MD5-DES", "PBE-SHA1-RC2-40"})
  void readsAKeyFromBeforePbes2(String scheme) {
    certificate("ec.pem", "");
    openssl.run(
        "pkcs8 -topk8 -provider legacy -provider default -in ec.pem -out key.pem"
            + " -passout pass:secret -v1 "
            + scheme);

    assertThat(
            tls(
                Map.of(
                    "certfile",
                    path("cert.pem"),
                    "keyfile",
                    path("key.pem"),
                    "keyfile_password",
                    "secret")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " -legacy",
        " -name server",
        " -nomac",
        " -certpbe NONE",
        " -keypbe AES-128-CBC -certpbe AES-128-CBC -macalg sha512"
      })
  void readsAPkcs12File(String options) {
    certificate("rsa.pem", "");
    openssl.run(
        "pkcs12 -export -inkey rsa.pem -in cert.pem -out server.p12 -passout pass:secret"
            + options);

    assertThat(tls(Map.of("certfile", path("server.p12"), "keyfile_password", "secret")))
        .isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " -legacy"})
  void readsAPkcs12FileWhosePasswordIsEmpty(String options) {
    certificate("rsa.pem", "");
    openssl.run(
        "pkcs12 -export -inkey rsa.pem -in cert.pem -out server.p12 -passout pass:" + options);

    assertThat(tls(Map.of("certfile", path("server.p12")))).isNotNull();
  }

  @Test
  void readsATrustedCertificate() {
    certificate("ec.pem", "");
    openssl.run("x509 -in cert.pem -addtrust serverAuth -out trusted.pem");

    assertThat(tls(Map.of("certfile", path("trusted.pem"), "keyfile", path("ec.pem")))).isNotNull();
  }

  @Test
  void readsACertificateWithItsDescription() throws IOException {
    certificate("ec.pem", "");
    openssl.run("x509 -in cert.pem -text -out text.pem");
    String both =
        Files.readString(directory.resolve("ec.pem"))
            + Files.readString(directory.resolve("text.pem"));
    Files.writeString(directory.resolve("both.pem"), both.replace("\n", "\r\n"));

    assertThat(tls(Map.of("certfile", path("both.pem")))).isNotNull();
  }

  private CertificateSummary served(String password) {
    certificate("key.pem", password);
    Map<String, String> settings = new HashMap<>();
    settings.put("certfile", path("cert.pem"));
    settings.put("keyfile", path("key.pem"));
    if (!password.isEmpty()) {
      settings.put("keyfile_password", password);
    }
    return tls(settings);
  }

  private void certificate(String key, String password) {
    openssl.run(
        "req -x509 -new -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 90"
            + " -key "
            + key
            + " -out cert.pem -passin pass:"
            + password);
  }

  private CertificateSummary tls(Map<String, String> settings) {
    return TlsContextFactory.from(SettingsLoader.from(settings)).certificate();
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }
}
