package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Proxy;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bind = unix:app.sock}. */
final class UnixSocketIT {
  @TempDir Path directory;

  private Path socket;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
    socket = directory.resolve("app.sock");
  }

  @Test
  void servesBothProtocolsBesideAPortAndSaysSo() throws Exception {
    try (RunningConnector server =
        start("--bind", "127.0.0.1:0", "--http2-cleartext", "both", "--access-logfile", "-")) {
      assertThat(curl("-i", "http://shop.example/request").out())
          .startsWith("HTTP/1.1 200")
          .contains("protocol: HTTP/1.1");
      assertThat(curl("-i", "--http2-prior-knowledge", "http://a/hints").out())
          .startsWith("HTTP/2 103");
      assertThat(curl("--http2", "http://a/request").out()).contains("protocol: HTTP/2.0");
      assertThat(Tool.CURL.run("-sS", server.url(1, "/request")).succeeded().out())
          .contains("protocol: HTTP/1.1");

      assertThat(server.listeners().get(0))
          .contains("unix:" + socket + " (HTTP/2, HTTP/1.1; no TLS)");
      assertThat(server.program().awaitOut(4, line -> line.contains("GET")).get(0))
          .startsWith("- - - [");
    }
  }

  @Test
  void speaksTlsWhereThereIsACertificateUnlessToldOtherwise() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    try (RunningConnector server =
        Connector.in(directory)
            .settings(
                "war = app.war\nbind = unix:app.sock, http://unix:plain.sock\n" + files.settings())
            .start(2)) {
      assertThat(
              curl("--cacert", files.certificate().toString(), "https://localhost/request").out())
          .contains("protocol: HTTP/2.0", "secure: true");
      assertThat(
              Tool.CURL
                  .run("-sS", "--unix-socket", directory + "/plain.sock", "http://a/request")
                  .succeeded()
                  .out())
          .contains("protocol: HTTP/1.1", "secure: false");
      assertThat(server.listeners().get(0)).contains("unix:", "TLS, certificate of");
    }
  }

  @Test
  void theFileFollowsTheUmaskAndIsRemovedAtTheEnd() throws Exception {
    try (Program shell =
        Tool.BASH.start(
            directory,
            Map.of(),
            "-c",
            "umask 0027; exec "
                + Repository.java()
                + " -jar "
                + Repository.connectorJar()
                + " --war app.war --bind unix:app.sock")) {
      shell.awaitErr(line -> line.contains("Listening at: unix:"));

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rwxr-x---");

      shell.terminate();
      assertThat(shell.finish().status()).isZero();
      assertThat(socket).doesNotExist();
    }
  }

  @Test
  void aKilledServerLeavesAFileThatTheNextOneReplaces() throws Exception {
    start().close();
    assertThat(socket).exists();

    try (RunningConnector server = start()) {
      assertThat(curl("http://a/request").out()).contains("protocol: HTTP/1.1");
      assertThat(server.program().isRunning()).isTrue();
    }
  }

  @Test
  void aSocketInUseAndAnotherFileAreProblemsAtBind() throws Exception {
    try (RunningConnector server = start()) {
      Finished second = connector().run();

      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err())
          .contains("error: cannot listen at `unix:app.sock`", "already in use", "unix:app.sock");
      assertThat(server.stop().status()).isZero();
    }
    Files.writeString(socket, "precious");

    Finished other = connector().run();

    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("there is a file that is no socket");
    assertThat(socket).hasContent("precious");
  }

  @Test
  void nginxIsServedOnIt() throws Exception {
    int port = Ports.free();
    try (RunningConnector server = start();
        Program nginx =
            Proxy.nginx(
                directory,
                """
                upstream app { server unix:%s; keepalive 2; }
                server {
                  listen 127.0.0.1:%d;
                  location / {
                    proxy_pass http://app;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header Host $host;
                  }
                }
                """
                    .formatted(socket, port))) {
      Finished curl = Proxy.curl("-d", "abc", "http://127.0.0.1:" + port + "/request");

      assertThat(curl.out()).contains("protocol: HTTP/1.1", "body: 3");
      assertThat(nginx.isRunning()).isTrue();
      assertThat(server.program().isRunning()).isTrue();
    }
  }

  private Connector connector(Object... more) {
    return Connector.in(directory).with("--war", "app.war", "--bind", "unix:app.sock").with(more);
  }

  private RunningConnector start(Object... more) throws InterruptedException {
    return connector(more).start(List.of(more).contains("--bind") ? 2 : 1);
  }

  private Finished curl(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("-sS", "--unix-socket", socket.toString()));
    all.addAll(List.of(arguments));
    return Tool.CURL.run(all.toArray(String[]::new)).succeeded();
  }
}
