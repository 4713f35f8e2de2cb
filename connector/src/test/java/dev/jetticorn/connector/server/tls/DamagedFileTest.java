package dev.jetticorn.connector.server.tls;

import static dev.jetticorn.connector.settings.TlsSettings.CERTFILE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.tls.TestCertificates.Issued;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a file is damaged, the problem is said of its setting, and nothing else escapes. */
class DamagedFileTest {
  private static final int TRIES = 100;

  @TempDir private Path directory;
  private final Random random = new Random(20_261_101);

  @Test
  void aFileThatIsCutOffAnywhere() throws IOException {
    Issued server = TestCertificates.draft("example.org").selfSigned();
    byte[] pem = bytes(server.chainPem() + server.encryptedKeyPem("secret"));
    byte[] pkcs12 = server.pkcs12("secret");

    for (int i = 0; i < TRIES; i++) {
      assertRefusedOrRead(Arrays.copyOf(pem, random.nextInt(pem.length)));
      assertRefusedOrRead(Arrays.copyOf(pkcs12, random.nextInt(pkcs12.length)));
    }
  }

  @Test
  void aCertificateWithWrongBytes() throws Exception {
    Issued server = TestCertificates.draft("example.org").names("a", "b").selfSigned();

    for (int i = 0; i < TRIES; i++) {
      byte[] damaged = damaged(server.certificate().getEncoded());
      assertRefusedOrRead(bytes(TestCertificates.pem("CERTIFICATE", damaged) + server.keyPem()));
      assertRefusedOrRead(damaged);
    }
  }

  @Test
  void aKeyWithWrongBytes() throws IOException {
    Issued server = TestCertificates.draft("example.org").selfSigned();
    byte[] sec1 = inner(server.traditionalKeyPem());

    for (int i = 0; i < TRIES; i++) {
      byte[] pkcs8 = damaged(server.key().getEncoded());
      assertRefusedOrRead(bytes(TestCertificates.pem("PRIVATE KEY", pkcs8) + server.chainPem()));
      assertRefusedOrRead(
          bytes(TestCertificates.pem("EC PRIVATE KEY", damaged(sec1)) + server.chainPem()));
      assertRefusedOrRead(pkcs8);
    }
  }

  @Test
  void anEncryptedKeyWithWrongBytes() throws IOException {
    Issued server = TestCertificates.draft("example.org").selfSigned();
    byte[] encrypted = inner(server.encryptedKeyPem("secret"));

    for (int i = 0; i < TRIES; i++) {
      assertRefusedOrRead(
          bytes(
              TestCertificates.pem("ENCRYPTED PRIVATE KEY", damaged(encrypted))
                  + server.chainPem()));
    }
  }

  @Test
  void aPkcs12FileWithWrongBytes() throws IOException {
    byte[] pkcs12 = TestCertificates.draft("example.org").selfSigned().pkcs12("secret");

    for (int i = 0; i < TRIES; i++) {
      assertRefusedOrRead(damaged(pkcs12));
    }
  }

  private byte[] damaged(byte[] whole) {
    byte[] damaged = whole.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  private static byte[] inner(String pem) {
    String base64 = pem.replaceAll("-----.*-----", "");
    return java.util.Base64.getMimeDecoder().decode(base64);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void assertRefusedOrRead(byte[] file) throws IOException {
    Path path = Files.write(directory.resolve("both.pem"), file);
    var settings =
        SettingsLoader.from(Map.of("certfile", path.toString(), "keyfile_password", "secret"));
    try {
      ServerCertificateReader.read(settings, Instant.now());
    } catch (UnusableSettingException e) {
      assertThat(e.objection().headline()).doesNotContain("secret");
      assertThat(e.objection().setting().name()).matches(CERTFILE + "|keyfile_password");
    }
  }
}
