package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The control socket, by the command that comes with the server and by others. */
final class ControlIT {
  private static final String SETTINGS =
      """
      war = app.war
      bind = 127.0.0.1:0
      certfile = self-signed
      threads = 4
      """;

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void showsTheStatistics() throws Exception {
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start()) {
      Client.get(server.url("/request"));
      Client.get(server.url("/gone"));

      Finished shown = ctl("show", "stats");

      assertThat(shown.succeeded().out())
          .containsPattern("(?m)^state +serving$")
          .containsPattern("(?m)^pid +" + server.program().pid() + "$")
          .containsPattern("(?m)^listeners +https://127.0.0.1:" + server.port() + "$")
          .containsPattern("(?m)^permits limit +4$")
          .containsPattern("(?m)^log entries dropped access +0$")
          .containsPattern("(?m)^log entries dropped error +0$")
          .containsPattern("(?m)^requests by status 404 +1$");
      assertThat(ctl("show", "stats", "--json").succeeded().out())
          .startsWith("{\"state\":\"serving\",")
          .contains("\"permits\":{\"limit\":4,\"used\":0,\"waiting\":0}");
    }
  }

  @Test
  void showsTheConnections() throws Exception {
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/hold?until=" + directory.resolve("release"));
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      Finished shown = ctl("show", "connections");
      Files.createFile(directory.resolve("release"));
      client.response(1);

      assertThat(shown.succeeded().out().lines().findFirst())
          .hasValueSatisfying(
              head ->
                  assertThat(head)
                      .startsWith("LISTENER")
                      .contains("CLIENT", "PROTOCOL", "STREAMS"));
      assertThat(shown.out())
          .containsPattern(
              "(?m)^https://127.0.0.1:"
                  + server.port()
                  + " +127.0.0.1:[0-9]+ +HTTP/2.0 +TLSv1.3 +[0-9]+ +[0-9]+ +1 +1 ");
    }
  }

  @Test
  void showsTheConfigurationButNoPassword() throws Exception {
    CertificateFiles.in(directory);
    Tool.OPENSSL
        .run(
            directory,
            "pkcs8 -topk8 -in server.key -passout pass:open-sesame -out encrypted.key".split(" "))
        .succeeded();
    try (RunningConnector server =
        Connector.in(directory)
            .settings(SETTINGS.replace("self-signed", "server.crt"))
            .with("--keyfile", "encrypted.key", "--keyfile-password", "open-sesame")
            .with("--env", "shop.token=open-sesame")
            .start()) {
      Finished shown = ctl("show", "config");
      Finished json = ctl("show", "config", "--json");

      assertThat(shown.succeeded().out())
          .containsPattern("(?m)^threads +4 +.*server.properties:4$")
          .containsPattern("(?m)^keyfile_password +\\(set, and never shown\\) +command line")
          .containsPattern("(?m)^raw_env +shop.token=\\*+ +command line")
          .doesNotContain("open-sesame");
      assertThat(json.succeeded().out())
          .contains("{\"setting\":\"threads\",\"value\":\"4\",")
          .doesNotContain("open-sesame");
      assertThat(server.log()).doesNotContain("open-sesame");
    }
  }

  @Test
  void reloadsLikeSighup() throws Exception {
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start()) {
      Connector.in(directory).settings(SETTINGS.replace("threads = 4", "threads = 6"));

      assertThat(ctl("reload").succeeded().out()).isEqualTo("state  reloaded\n");
      assertThat(ctl("show", "stats").succeeded().out()).containsPattern("permits limit +6");

      Connector.in(directory).settings(SETTINGS.replace("threads = 4", "threads = many"));
      Finished refused =
          Connector.in(directory).with("ctl", "--control-socket", socket(), "reload").run();

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("nothing is reloaded", "invalid value `many` for setting `threads`");
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void shutsDownLikeSigterm() throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start();
        Program curl =
            Tool.CURL.start(directory, Map.of(), "-ksS", server.url("/hold?until=" + release))) {
      server.program().awaitOut(1, line -> line.startsWith("holding"));
      assertThat(Files.getPosixFilePermissions(socket()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));

      assertThat(ctl("shutdown").succeeded().out()).isEqualTo("state  stopping\n");
      server.program().awaitErr(line -> line.contains("Stopping"));
      Files.createFile(release);

      assertThat(curl.finish().succeeded().out()).contains("released");
      Finished finished = server.program().finish();
      assertThat(finished.status()).as("%s", finished).isZero();
      assertThat(socket()).doesNotExist();
    }
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start()) {
      Finished unknown = ctl("shut", "down");

      assertThat(unknown.status()).isEqualTo(1);
      assertThat(unknown.err())
          .isEqualTo(
              "error: unknown command `shut down`; there are: show stats, show connections, show"
                  + " config, reload, shutdown\n");
      assertThat(ctl().status()).isEqualTo(2);
      assertThat(ctl("show", "stats", "--yaml").status()).isEqualTo(2);
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysThatThereIsNoServer() throws Exception {
    Connector.in(directory).settings(SETTINGS);

    Finished finished = ctl("show", "stats");

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.err())
        .contains("no server answers at `" + socket() + "`", "--control-socket PATH");
  }

  @Test
  void isSpokenByAnybodyWhoWritesLinesOfJson() throws Exception {
    try (RunningConnector server = Connector.in(directory).settings(SETTINGS).start()) {
      Finished python =
          Tool.PYTHON.run(
              directory,
              "-c",
              """
              import json, socket, sys
              s = socket.socket(socket.AF_UNIX)
              s.connect(sys.argv[1])
              s.sendall(b'{"command": "show stats"}\\n')
              print(json.loads(s.makefile().readline())["data"]["pid"])
              """,
              socket().toString());

      assertThat(python.succeeded().out().strip()).isEqualTo(Long.toString(server.program().pid()));
    }
  }

  @Test
  void isThereForOneServerOfAUserAndNotForTheNext() throws Exception {
    try (RunningConnector first = Connector.in(directory).settings(SETTINGS).start();
        RunningConnector second = Connector.in(directory).start()) {
      assertThat(second.log()).contains("No control socket at " + socket() + ": already in use");
      assertThat(second.stop().status()).isZero();

      assertThat(ctl("show", "stats").succeeded().out())
          .containsPattern("pid +" + first.program().pid());
    }
  }

  /** The harness gives each directory a run-time directory of its own. */
  private Path socket() {
    return directory.resolve("jetticorn.ctl");
  }

  private Finished ctl(Object... words) throws InterruptedException {
    return Connector.in(directory).with("ctl").with(words).run();
  }
}
