package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A renewed certificate is shown without a restart. */
final class CertificateReloadIT {
  private static final String RELOADED = "Reloaded the certificate of localhost";
  private static final String REFUSED = "The certificate is not reloaded, the old one stays: ";

  @TempDir Path directory;
  private CertificateFiles first;
  private CertificateFiles second;

  @BeforeEach
  void make() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    first = CertificateFiles.in(directory, "first");
    second = CertificateFiles.in(directory, "second");
  }

  @Test
  void showsFilesThatWereWrittenOverAndKeepsOpenConnections() throws Exception {
    install(first);
    try (RunningConnector server = start("server.crt", "server.key");
        SSLSocket open = FrameClient.handshake(server.port(), "http/1.1")) {
      assertThat(shownBy(server)).isEqualTo(certificate(first));

      install(second);

      await(server.program(), 1, RELOADED);
      assertThat(shownBy(server)).isEqualTo(certificate(second));
      assertThat(answer(open)).startsWith("HTTP/1.1 200");
    }
  }

  /** As certbot does it, and most programs that care for their files. */
  @Test
  void showsFilesThatWereRenamedIntoPlace() throws Exception {
    install(first);
    try (RunningConnector server = start("server.crt", "server.key")) {
      move(second.key(), "server.key");
      move(second.certificate(), "server.crt");

      await(server.program(), 1, RELOADED);
      assertThat(shownBy(server)).isEqualTo(certificate(directory.resolve("server.crt")));
    }
  }

  /** As Kubernetes renews a secret that is mounted: the link in the middle is swapped. */
  @Test
  void showsTheFilesOfADirectoryWhoseLinkWasSwapped() throws Exception {
    Path data = directory.resolve("..data");
    Files.createSymbolicLink(data, version("..1", first));
    Files.createSymbolicLink(directory.resolve("tls.crt"), Path.of("..data/tls.crt"));
    Files.createSymbolicLink(directory.resolve("tls.key"), Path.of("..data/tls.key"));
    try (RunningConnector server = start("tls.crt", "tls.key")) {
      Path next = directory.resolve("..next");
      Files.createSymbolicLink(next, version("..2", second));
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

      await(server.program(), 1, RELOADED);
      assertThat(shownBy(server)).isEqualTo(certificate(second));
    }
  }

  @Test
  void keepsTheOldPairUntilTheNewOneIsWhole() throws Exception {
    install(first);
    try (RunningConnector server = start("server.crt", "server.key")) {
      copy(second.certificate(), "server.crt");

      await(server.program(), 1, REFUSED);
      assertThat(server.program().err()).contains("(keyfile: ");
      assertThat(shownBy(server)).isEqualTo(certificate(first));

      copy(second.key(), "server.key");

      await(server.program(), 1, RELOADED);
      assertThat(shownBy(server)).isEqualTo(certificate(second));
      assertThat(server.program().err().split(REFUSED, -1)).hasSize(2);
    }
  }

  @Test
  void keepsTheOldCertificateWhenTheFileIsGone() throws Exception {
    install(first);
    try (RunningConnector server = start("server.crt", "server.key")) {
      Files.delete(directory.resolve("server.crt"));

      await(server.program(), 1, REFUSED);
      assertThat(shownBy(server)).isEqualTo(certificate(first));
    }
  }

  private RunningConnector start(String certificate, String key) throws InterruptedException {
    return Connector.in(directory)
        .with("--war", "app.war", "--bind", "127.0.0.1:0")
        .with("--certfile", certificate, "--keyfile", key)
        .start();
  }

  private void install(CertificateFiles files) throws Exception {
    copy(files.key(), "server.key");
    copy(files.certificate(), "server.crt");
  }

  private void copy(Path file, String name) throws Exception {
    Files.write(directory.resolve(name), Files.readAllBytes(file));
  }

  private void move(Path file, String name) throws Exception {
    Files.move(file, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The relative path of a directory with a pair, as Kubernetes names the files. */
  private Path version(String name, CertificateFiles files) throws Exception {
    Path version = Files.createDirectory(directory.resolve(name));
    Files.copy(files.certificate(), version.resolve("tls.crt"));
    Files.copy(files.key(), version.resolve("tls.key"));
    return version.getFileName();
  }

  private static void await(Program server, int lines, String text) throws InterruptedException {
    server.awaitErr(lines, line -> line.contains(text));
  }

  private static Certificate shownBy(RunningConnector server) throws Exception {
    try (SSLSocket socket = FrameClient.handshake(server.port(), "h2")) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private static Certificate certificate(CertificateFiles files) throws Exception {
    return certificate(files.certificate());
  }

  private static Certificate certificate(Path file) throws Exception {
    try (InputStream pem = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(pem);
    }
  }

  private static String answer(SSLSocket socket) throws Exception {
    OutputStream out = socket.getOutputStream();
    out.write(
        "GET /request HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }
}
