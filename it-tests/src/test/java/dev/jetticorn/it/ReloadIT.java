package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Jcmd;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGHUP: settings, certificate and web application are read again, and nobody notices. */
final class ReloadIT {
  private static final String SETTINGS =
      """
      war = app.war
      certfile = self-signed
      bind = 127.0.0.1:0
      """;

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    deploy("1");
  }

  private void deploy(String version) {
    WarFile.of("deployed").with("requests").text("version.txt", version).in(directory, "app.war");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void aRequestInProgressEndsInTheOldApplicationWhileTheNewOneServes(String protocol)
      throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = start(SETTINGS);
        Program curl =
            Tool.CURL.start(
                directory, Map.of(), "-ksSi", protocol, server.url("/hold?until=" + release))) {
      server.program().awaitOut(1, line -> line.startsWith("holding"));
      deploy("2");

      reload(server, 1);

      assertThat(version(server)).isEqualTo("version 2 at /");
      assertThat(server.program().out()).doesNotContain("stopped version 1");
      Files.createFile(release);
      assertThat(curl.finish().succeeded().out()).contains(" 200", "released");
      server.program().awaitOut(1, line -> line.equals("stopped version 1"));
      assertThat(version(server)).isEqualTo("version 2 at /");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void aRequestThatTakesLongerThanGracefulTimeoutIsCutOff(String protocol) throws Exception {
    try (RunningConnector server = start(SETTINGS + "graceful_timeout = 1\n");
        Program curl =
            Tool.CURL.start(
                directory, Map.of(), "-ksSi", protocol, server.url("/hold?until=/no/such/file"))) {
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      reload(server, 1);

      server.program().awaitErr(line -> line.contains("1 requests still in progress"));
      server.program().awaitOut(1, line -> line.equals("stopped version 1"));
      Finished cutOff = curl.finish();
      assertThat(cutOff.status()).as("%s", cutOff).isNotZero();
      // The servlet itself gives up after a while, and answers.
      assertThat(cutOff.out()).doesNotContain("nobody came");
      assertThat(version(server)).isEqualTo("version 1 at /");
    }
  }

  @Test
  void sessionsLiveOn() throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      assertThat(visit(server)).isEqualTo("visit 1 of version 1, new: true, kept: false");
      assertThat(visit(server)).isEqualTo("visit 2 of version 1, new: false, kept: true");
      deploy("2");
      reload(server, 1);
      assertThat(visit(server)).isEqualTo("visit 3 of version 2, new: false, kept: false");
      assertThat(server.log()).contains("loses its attribute `unserializable`");

      // And when nobody asks for it in between.
      for (int i = 2; i <= 4; i++) {
        deploy("" + i);
        reload(server, i);
        server.program().awaitOut(i, line -> line.startsWith("stopped version"));
      }
      assertThat(visit(server)).isEqualTo("visit 4 of version 4, new: false, kept: false");
    }
  }

  private String visit(RunningConnector server) throws InterruptedException {
    String jar = directory.resolve("cookies").toString();
    return Tool.CURL
        .run("-ksS", "-b", jar, "-c", jar, server.url("/visits"))
        .succeeded()
        .out()
        .strip();
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "incomplete"})
  void anApplicationThatDoesNotStartLeavesTheOldOneServing(String version) throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      deploy(version);
      server.program().signal("HUP");

      server.program().awaitErr(line -> line.contains("Nothing is reloaded"));
      server.program().awaitErr(line -> line.contains("server.properties:1"));
      assertThat(server.log()).contains("this version is broken");
      deploy("2");
      assertThat(version(server)).isEqualTo("version 1 at /");
      reload(server, 1);
      assertThat(version(server)).isEqualTo("version 2 at /");
    }
  }

  @Test
  void wrongSettingsAreAllReportedAndNothingChanges() throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      deploy("2");
      Files.writeString(
          directory.resolve("server.properties"), SETTINGS + "keepalive = long\nwrokers = 2\n");
      server.program().signal("HUP");

      server.program().awaitErr(line -> line.contains("did you mean `workers`?"));
      assertThat(server.log())
          .contains("Nothing is reloaded", "invalid value `long`", "server.properties:4");
      assertThat(version(server)).isEqualTo("version 1 at /");
    }
  }

  @Test
  void saysWhatChangedAndWhatNeedsARestart() throws Exception {
    try (RunningConnector server = start(SETTINGS + "threads = 2\nkeepalive = 100\n")) {
      Files.writeString(
          directory.resolve("server.properties"),
          SETTINGS
              + "threads = 3\nkeepalive = 7\nbacklog = 100\nroot_path = /shop\nproc_name = shop\n");

      for (int i = 1; i <= 2; i++) {
        reload(server, i);
      }

      List<String> said = server.program().awaitErr(2, line -> line.contains("Reloaded, "));
      assertThat(said.get(0))
          .endsWith(
              "changed: root_path, threads, keepalive;"
                  + " only after a restart: backlog, proc_name");
      assertThat(said.get(1))
          .endsWith("no setting changed; only after a restart: backlog, proc_name");
      assertThat(server.log()).contains("Now at most 3 requests at a time");
      assertThat(Client.get(server.url("/shop/version")).body()).isEqualTo("version 1 at /shop/");
      assertThat(Client.get(server.url("/version")).statusCode()).isEqualTo(404);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--http2", "--http1.1"})
  void takesLimitsPathsAndLogsWithoutARestart(String protocol) throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      String[] oneLongField = {"-ksS", protocol, "-H", "x: " + "y".repeat(90), "-o", "/dev/null"};
      assertThat(status(server, oneLongField)).isEqualTo("200");
      Files.writeString(
          directory.resolve("server.properties"),
          SETTINGS
              + """
              limit_request_field_size = 80
              health_path = /up
              accesslog = access.log
              access_log_format = %(s)s %(U)s
              errorlog = error.log
              loglevel = warning
              """);

      Connector.in(directory).with("ctl", "reload").run().succeeded();

      assertThat(status(server, oneLongField)).isEqualTo("431");
      assertThat(Client.get(server.url("/up")).body()).isEqualTo("ready\n");
      assertThat(version(server)).isEqualTo("version 1 at /");
      Finished stopped = server.stop();
      assertThat(stopped.err()).contains("Reloaded, changed: ").doesNotContain("Stopping");
      assertThat(Files.readAllLines(directory.resolve("access.log")))
          .containsExactly("431 /version", "200 /version");
      assertThat(directory.resolve("error.log")).isEmptyFile();
    }
  }

  private static String status(RunningConnector server, String... options)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(options));
    words.addAll(List.of("-w", "%{http_code}", server.url("/version")));
    return Tool.CURL.run(words.toArray(String[]::new)).succeeded().out().strip();
  }

  @Test
  void listensWhereTheSettingsSayNow() throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      Files.writeString(
          directory.resolve("server.properties"),
          SETTINGS.replace("127.0.0.1:0", "127.0.0.1:0, unix:app.sock"));

      reload(server, 1);

      assertThat(version(server)).isEqualTo("version 1 at /");
      String socket = directory.resolve("app.sock").toString();
      assertThat(
              Tool.CURL
                  .run("-ksS", "--unix-socket", socket, "https://localhost/version")
                  .succeeded()
                  .out()
                  .strip())
          .isEqualTo("version 1 at /");
      server
          .program()
          .awaitErr(line -> line.contains("Listening at: unix:") && line.contains("app.sock"));

      Files.writeString(directory.resolve("server.properties"), SETTINGS);
      reload(server, 2);
      assertThat(version(server)).isEqualTo("version 1 at /");
      assertThat(Files.exists(Path.of(socket))).isFalse();
    }
  }

  @Test
  void showsTheCertificateThatTheSettingsNameNow() throws Exception {
    CertificateFiles second = CertificateFiles.in(directory, "second");
    String settings = SETTINGS.replace("self-signed", "%s") + "keyfile = %s\n";
    CertificateFiles first = CertificateFiles.in(directory, "first");
    try (RunningConnector server = start(settings.formatted(first.certificate(), first.key()))) {
      Files.writeString(
          directory.resolve("server.properties"),
          settings.formatted(second.certificate(), second.key()));

      reload(server, 1);

      try (SSLSocket shown = FrameClient.handshake(server.port(), "h2");
          InputStream file = Files.newInputStream(second.certificate())) {
        Certificate expected = CertificateFactory.getInstance("X.509").generateCertificate(file);
        assertThat(shown.getSession().getPeerCertificates()[0]).isEqualTo(expected);
      }
    }
  }

  /** A class loader that stays costs its application's memory at each reload. */
  @Test
  void nothingOfTheOldApplicationsStays() throws Exception {
    try (RunningConnector server = start(SETTINGS)) {
      for (int i = 1; i <= 10; i++) {
        visit(server);
        reload(server, i);
        server.program().awaitOut(i, line -> line.startsWith("stopped version"));
      }

      // Something may remember the last thing that it did, but not the one before.
      assertThat(Jcmd.memoryOf(server.program()).webApplications()).isBetween(1, 2);
    }
  }

  @Test
  void takesUpAChangedWarByItself() throws Exception {
    try (RunningConnector server = start(SETTINGS + "reload = on\n")) {
      deploy("2");
      server.program().awaitErr(1, line -> line.contains("Reloaded, "));
      assertThat(version(server)).isEqualTo("version 2 at /");

      Files.writeString(directory.resolve("app.war"), "half a WAR");
      server.program().awaitErr(line -> line.contains("Nothing is reloaded"));
      assertThat(version(server)).isEqualTo("version 2 at /");

      deploy("3");
      server.program().awaitErr(2, line -> line.contains("Reloaded, "));
      assertThat(version(server)).isEqualTo("version 3 at /");
    }
  }

  @Test
  void servesTheWarsOfADirectoryAsTheyComeAndGo() throws Exception {
    Path apps = Files.createDirectory(directory.resolve("apps"));
    Files.move(directory.resolve("app.war"), apps.resolve("ROOT.war"));
    try (RunningConnector server = start(SETTINGS.replace("war = app.war", "webapps = apps"))) {
      assertThat(version(server)).isEqualTo("version 1 at /");

      deploy("2");
      Files.move(directory.resolve("app.war"), apps.resolve("shop.war"));
      server.program().awaitErr(line -> line.endsWith("Serving /, /shop"));
      assertThat(Client.get(server.url("/shop/version")).body()).isEqualTo("version 2 at /shop/");

      Files.delete(apps.resolve("shop.war"));
      server.program().awaitOut(1, line -> line.equals("stopped version 2"));
      assertThat(version(server)).isEqualTo("version 1 at /");
    }
  }

  @Test
  void servesSeveralWars() throws Exception {
    Files.move(directory.resolve("app.war"), directory.resolve("shop.war"));
    deploy("2");
    String several = SETTINGS.replace("war = app.war", "war = /shop=shop.war, /=app.war");
    try (RunningConnector server = start(several)) {
      assertThat(Client.get(server.url("/shop/version")).body()).isEqualTo("version 1 at /shop/");
      assertThat(version(server)).isEqualTo("version 2 at /");
    }
  }

  private static void reload(RunningConnector server, int time) throws InterruptedException {
    server.program().signal("HUP");
    server.program().awaitErr(time, line -> line.contains("Reloaded, "));
  }

  private static String version(RunningConnector server) throws Exception {
    return Client.get(server.url("/version")).body();
  }

  private RunningConnector start(String settings) throws InterruptedException {
    return Connector.in(directory).settings(settings).start();
  }
}
