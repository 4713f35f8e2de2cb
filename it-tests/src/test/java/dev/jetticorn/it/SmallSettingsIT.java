package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Settings that change little, each seen from outside. */
@Timeout(60)
final class SmallSettingsIT {
  @TempDir private Path directory;

  @Test
  void tellsTheApplicationWhatTheOperatorSays() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    try (RunningConnector server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", "127.0.0.1:0")
            .with("-e", "it.mode=live", "--env", "it.list=\"a\"", "--session-timeout", "77")
            .with("--no-sendfile", "--suppress-ragged-eofs", "--do-handshake-on-connect")
            .start()) {
      assertThat(Client.get(server.url("/tell?property=it.mode")).body())
          .contains("property: live", "session: 77 s");
      assertThat(server.log())
          .contains(
              "[INFO] `suppress_ragged_eofs` changes nothing here: ",
              "[INFO] `do_handshake_on_connect` changes nothing here: ");
    }
  }

  @Test
  void startsRelativePathsAtChdir() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("srv/app"));
    WarFile.of("requests").in(elsewhere, "app.war");
    try (RunningConnector server =
        Connector.in(directory)
            .settings("chdir = srv/app\nwar = app.war\nbind = 127.0.0.1:0\npidfile = here.pid\n")
            .start()) {
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      assertThat(elsewhere.resolve("here.pid")).exists();
    }
  }

  @Test
  void saysThatThereIsNoSuchDirectoryToStartAt() throws Exception {
    Finished command = Connector.in(directory).with("--war", "app.war", "--chdir", "nowhere").run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err())
        .contains("error: relative paths cannot start at `nowhere`", "no such directory");
  }

  @Test
  void showsEachClientTheCertificateThatItAsksFor() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    Path others = Files.createDirectories(directory.resolve("others"));
    pair(others, "shop.example");
    try (RunningConnector server =
        Connector.in(directory)
            .settings(
                "war = app.war\nbind = 127.0.0.1:0\nsni = others\n"
                    + CertificateFiles.in(directory).settings())
            .start()) {
      assertThat(shown(server, "shop.example")).contains("CN = shop.example");
      assertThat(shown(server, "other.example")).contains("CN = localhost");
      assertThat(shown(server, "blog.example")).contains("CN = localhost");

      pair(others, "blog.example");
      server.program().awaitErr(line -> line.contains("Reloaded the certificate"));

      assertThat(shown(server, "blog.example")).contains("CN = blog.example");
      assertThat(shown(server, "shop.example")).contains("CN = shop.example");
    }
  }

  private static void pair(Path directory, String name) throws Exception {
    Path key = directory.resolve(name + ".key");
    Path certificate = directory.resolve(name + ".crt");
    Tool.OPENSSL
        .run(
            directory,
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=%s -addext subjectAltName=DNS:%s -addext basicConstraints=CA:FALSE -keyout %s -out %s"
                .formatted(name, name, key, certificate)
                .split(" "))
        .succeeded();
  }

  private static String shown(RunningConnector server, String name) throws Exception {
    return Tool.OPENSSL
        .run("s_client", "-connect", "127.0.0.1:" + server.port(), "-servername", name)
        .out();
  }
}
