package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that cannot start says which setting is at fault, and ends with status 1. */
final class BadStartIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void aKeyThatDoesNotFitItsCertificate() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    CertificateFiles others = CertificateFiles.in(directory, "other");

    Finished command = start(new CertificateFiles(files.certificate(), others.key()).settings());

    pointsAt(command, "server.properties:4", "keyfile = " + others.key());
  }

  @Test
  void anEncryptedKeyWithoutItsPassword() throws Exception {
    CertificateFiles files = encrypted("secret");

    Finished command = start(files.settings());

    pointsAt(command, "server.properties:4", "`keyfile_password`");
  }

  @Test
  void anEncryptedKeyWithAWrongPasswordWhichIsNeverPrinted() throws Exception {
    CertificateFiles files = encrypted("secret");

    Finished command = start(files.settings() + "keyfile_password = hunter22\n");

    pointsAt(command, "server.properties:5", "wrong password");
    assertThat(command.all()).doesNotContain("hunter22");
  }

  private CertificateFiles encrypted(String password) throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    Path key = directory.resolve("encrypted.key");
    Tool.OPENSSL
        .run(
            directory,
            "pkcs8 -topk8 -in %s -out %s -passout pass:%s"
                .formatted(files.key(), key, password)
                .split(" "))
        .succeeded();
    return new CertificateFiles(files.certificate(), key);
  }

  @Test
  void aCertificateWhoseTimeIsOver() throws Exception {
    Finished command = start(CertificateFiles.expiredIn(directory).settings());

    pointsAt(command, "server.properties:3", "expired", "2024-02-01");
  }

  @Test
  void aCertificateThatIsNotThere() throws Exception {
    Finished command = start("certfile = nowhere.pem\nkeyfile = nowhere.key\n");

    pointsAt(command, "server.properties:3", "nowhere.pem");
  }

  /** Not by permissions: the tests may run as root, whom no permission stops. */
  @Test
  void aCertificateThatIsADirectory() throws Exception {
    Files.createDirectory(directory.resolve("certs"));

    pointsAt(start("certfile = certs\n"), "server.properties:3", "certs");
  }

  @Test
  void aCertificateFileWithNoCertificateInIt() throws Exception {
    Files.writeString(directory.resolve("empty.pem"), "nothing here\n");

    pointsAt(start("certfile = empty.pem\n"), "server.properties:3", "empty.pem");
  }

  @Test
  void aPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      Finished command =
          connector().settings("war = app.war\nbind = %s\n".formatted(address)).run();

      pointsAt(command, "server.properties:2", "bind = " + address);
    }
  }

  @Test
  void anAddressThatThisMachineDoesNotHave() throws Exception {
    Finished command = connector().settings("war = app.war\nbind = 203.0.113.1:0\n").run();

    pointsAt(command, "server.properties:2", "203.0.113.1");
  }

  @Test
  void everythingThatCannotBeUsedAtOnce() throws Exception {
    Finished command =
        connector()
            .settings(
                """
                war = gone.war
                certfile = nowhere.pem
                ca_certs = nobody.pem
                ciphers = HIGHEST-GRADE
                accesslog = -
                access_log_format = %(nothing)s
                """)
            .run();

    pointsAt(command, "server.properties:1", "server.properties:2", "server.properties:3");
    assertThat(command.err())
        .contains("server.properties:4", "server.properties:6")
        .containsSubsequence("error: ", "error: ", "error: ", "error: ", "error: ");
  }

  @Test
  void everyAddressThatCannotBeHad() throws Exception {
    Finished command =
        connector().settings("war = app.war\nbind = 203.0.113.1:0, 203.0.113.2:0\n").run();

    pointsAt(command, "`203.0.113.1:0`", "`203.0.113.2:0`");
  }

  @Test
  void aWarThatIsNotThere() throws Exception {
    Finished command = connector().with("--war", "gone.war", "--bind", "127.0.0.1:0").run();

    pointsAt(command, "--war gone.war", "`gone.war`");
  }

  @Test
  void aWarThatIsNoArchive() throws Exception {
    Files.writeString(directory.resolve("broken.war"), "PK, but not really");

    Finished command = connector().settings("war = broken.war\nbind = 127.0.0.1:0\n").run();

    pointsAt(command, "server.properties:1", "broken.war");
  }

  /** In a directory and in an archive, at start and when the configuration is only checked. */
  @ParameterizedTest
  @CsvSource({"exploded, false", "exploded, true", "packed.war, false", "packed.war, true"})
  void aDeploymentDescriptorThatIsNoXml(String war, boolean onlyCheck) throws Exception {
    String descriptor = "<web-app>\n  <servlet>\n  </wrong>\n</web-app>\n";
    Path exploded = Files.createDirectories(directory.resolve("exploded/WEB-INF"));
    Files.writeString(exploded.resolve("web.xml"), descriptor);
    try (var zip = new ZipOutputStream(Files.newOutputStream(directory.resolve("packed.war")))) {
      zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
      zip.write(descriptor.getBytes(StandardCharsets.UTF_8));
    }

    Connector command = connector().settings("war = %s\nbind = 127.0.0.1:0\n".formatted(war));
    Finished finished = (onlyCheck ? command.with("--check-config") : command).run();

    pointsAt(finished, "server.properties:1", "`" + war + "`", "WEB-INF/web.xml, line 3: ");
    assertThat(finished.err()).doesNotContain("[WARNING]", "[ERROR]", "null");
  }

  @Test
  void noWarAtAll() throws Exception {
    Finished command = connector().with("--bind", "127.0.0.1:0").run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err()).startsWith("error: ").contains("war");
  }

  private Finished start(String tls) throws InterruptedException {
    return connector().settings("war = app.war\nbind = 127.0.0.1:0\n" + tls).run();
  }

  private Connector connector() {
    return Connector.in(directory);
  }

  private static void pointsAt(Finished command, String place, String... more) {
    assertThat(command.status()).as("%s", command).isEqualTo(1);
    assertThat(command.err())
        .contains("error: ", place)
        .contains(more)
        .doesNotContain("Exception", "\tat ", "Listening at: ");
  }
}
