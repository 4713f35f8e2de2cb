package dev.jetticorn.connector.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SniCertificatesTest {
  @TempDir private Path directory;

  private final TestCertificates.Issued authority = TestCertificates.authority("sni authority");

  private TestCertificates.Issued certificate(String name) {
    return TestCertificates.draft(name).names(name).signedBy(authority);
  }

  private void write(String file, String content) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  private void writePair(String certificate, String key, String name) throws IOException {
    TestCertificates.Issued pair = certificate(name);
    write(certificate, pair.certificatePem());
    write(key, pair.keyPem());
  }

  private List<String> names() {
    return SniCertificates.read(
            SettingsLoader.from(Map.of("sni", directory.toString())), Instant.now())
        .stream()
        .map(certificate -> certificate.own().getSubjectX500Principal().getName())
        .toList();
  }

  @Test
  void findsPairsInTheUsualPlaces() throws IOException {
    TestCertificates.Issued both = certificate("both.example");
    write("a.pem", both.certificatePem() + both.keyPem());
    writePair("b.crt", "b.key", "pair.example");
    writePair("c/fullchain.pem", "c/privkey.pem", "certbot.example");
    writePair("d/tls.crt", "d/tls.key", "kubernetes.example");
    write("README", "not a certificate");
    write("..data/tls.crt", "the real place of a secret");
    write("empty/README", "nothing");

    assertThat(names())
        .containsExactly(
            "CN=both.example", "CN=pair.example", "CN=certbot.example", "CN=kubernetes.example");
  }

  @Test
  void aPairThatDoesNotFitIsAProblemOfSni() throws IOException {
    write("a.crt", certificate("a.example").certificatePem());
    write("a.key", certificate("b.example").keyPem());

    assertThatThrownBy(this::names)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> assertThat(e.objection().setting().name()).isEqualTo("sni"))
        .hasMessageContaining("a.key")
        .hasMessageContaining("does not fit");
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    write("c/fullchain.pem", certificate("c.example").certificatePem());

    assertThatThrownBy(this::names).hasMessageContaining("privkey.pem");
  }

  @Test
  void nothingToReadIsAProblem() throws IOException {
    assertThatThrownBy(this::names).hasMessageContaining("no certificate is in");
    Files.delete(directory);
    assertThatThrownBy(this::names).hasMessageContaining("cannot be read");
  }
}
