package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Unix sockets that systemd hands over: {@code ListenStream=/run/app.sock}. */
final class InheritedUnixSocketIT {
  /** Puts a socket where systemd would, and becomes the server. */
  private static final String INHERIT =
      """
      import os, socket, sys
      pair = None
      s = socket.socket(socket.AF_UNIX, socket.SOCK_%s)
      if %s:
          s, pair = socket.socketpair()
      else:
          s.bind("app.sock")
      os.dup2(s.fileno(), 3, inheritable=True)
      os.execv(sys.argv[1], sys.argv[1:])
      """;

  @TempDir Path directory;

  private Path socket;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
    socket = directory.resolve("app.sock");
  }

  @Test
  void servesBothProtocolsBesideAPortAndLeavesTheFileAsItIs() throws Exception {
    int port = Ports.free();
    try (Program server =
        Connector.in(directory)
            .startedBy(activate("-l", socket.toString(), "-l", "127.0.0.1:" + port))
            .with("--war", "app.war", "--http2-cleartext", "both", "--access-logfile", "-")
            // Whoever may open the file is trusted.
            .with("--forwarded-allow-ips", "192.0.2.1")
            .launch()) {
      server.awaitErr(2, line -> line.startsWith("Listening on"));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));

      assertThat(curl("-i", "http://shop.example/request").out())
          .startsWith("HTTP/1.1 200")
          .contains("protocol: HTTP/1.1");
      assertThat(curl("-i", "--http2-prior-knowledge", "http://a/hints").out())
          .startsWith("HTTP/2 103");
      assertThat(curl("--http2", "http://a/request").out()).contains("protocol: HTTP/2.0");
      assertThat(curl("-H", "X-Forwarded-Proto: https", "http://a/client").out())
          .contains("secure: true", "server: a:443");
      assertThat(curl("--http1.0", "-H", "Host:", "http://a/client").out())
          .contains("server: localhost:80");
      Finished byPort =
          Tool.CURL.run("-sS", "--http2", "http://127.0.0.1:" + port + "/client").succeeded();
      assertThat(byPort.out()).contains("address: 127.0.0.1");

      assertThat(server.awaitErr(2, line -> line.contains("Listening at: ")))
          .satisfiesExactly(
              first -> assertThat(first).contains("unix:" + socket + " (HTTP/2, HTTP/1.1; no TLS)"),
              second -> assertThat(second).contains("http://127.0.0.1:" + port + " ("));
      assertThat(server.awaitOut(6, line -> line.contains("GET")).get(0)).startsWith("- - - [");

      server.terminate();
      assertThat(server.finish().status()).isZero();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
          .isEqualTo("rw-rw-rw-");
    }
  }

  /** The one that a reload drops is closed, and its file stays too. */
  @Test
  void aReloadKeepsOneAndDropsTheOther() throws Exception {
    String settings = "war = app.war\nbind = %s\nkeepalive = %d\n";
    Connector connector =
        Connector.in(directory)
            .settings(settings.formatted("fd://3, fd://4", 60))
            .startedBy(activate("-l", socket.toString(), "-l", directory + "/other.sock"));
    try (Program server = connector.launch()) {
      server.awaitErr(2, line -> line.startsWith("Listening on"));
      curl("http://a/request");

      connector.settings(settings.formatted("fd://3, fd://4", 61));
      server.signal("HUP");
      server.awaitErr(1, line -> line.contains("Reloaded, "));
      assertThat(curl("http://a/request").out()).contains("protocol: HTTP/1.1");
      assertThat(ctl("show", "config").out()).contains("fd://3, fd://4");

      connector.settings(settings.formatted("fd://4", 61));
      server.signal("HUP");
      server.awaitErr(2, line -> line.contains("Reloaded, "));
      Finished refused =
          Tool.CURL.run("-sS", "--unix-socket", socket.toString(), "http://a/request");
      assertThat(refused.status()).isEqualTo(7);
      socket = directory.resolve("other.sock");
      assertThat(curl("http://a/request").out()).contains("protocol: HTTP/1.1");
      assertThat(directory.resolve("app.sock")).exists();
    }
  }

  /** Java knows such a socket without a name. */
  @Test
  void oneInTheAbstractNamespaceIsCalledByItsDescriptor() throws Exception {
    String name = "jetticorn-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    try (Program server =
        Connector.in(directory)
            .startedBy(activate("-l", "@" + name))
            .with("--war", "app.war")
            .launch()) {
      server.awaitErr(line -> line.startsWith("Listening on"));

      assertThat(
              Tool.CURL
                  .run("-sS", "--abstract-unix-socket", name, "http://a/request")
                  .succeeded()
                  .out())
          .contains("protocol: HTTP/1.1");
      assertThat(server.awaitErr(line -> line.contains("Listening at: ")))
          .contains("fd://3 (HTTP/1.1; no TLS)");
    }
  }

  @Test
  void speaksTlsWhereThereIsACertificate() throws Exception {
    try (Program server =
        Connector.in(directory)
            .startedBy(activate("-l", socket.toString()))
            .with("--war", "app.war", "--certfile", "self-signed")
            .launch()) {
      server.awaitErr(line -> line.startsWith("Listening on"));

      assertThat(curl("--insecure", "https://localhost/request").out())
          .contains("protocol: HTTP/2.0", "secure: true");
      assertThat(server.awaitErr(line -> line.contains("Listening at: ")))
          .contains("unix:" + socket, "TLS, certificate of localhost");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DGRAM, False, not a stream socket that this process has",
    "STREAM, True, 'a connection, which does not listen'",
  })
  void whatDoesNotListenIsAProblemAtBind(String type, String connected, String reason)
      throws Exception {
    Finished finished =
        Connector.in(directory)
            .startedBy("/usr/bin/python3", "-c", INHERIT.formatted(type, connected))
            .with("--war", "app.war", "--bind", "fd://3")
            .run();

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.err()).contains("cannot listen at `fd://3`", reason);
  }

  private static String[] activate(String... sockets) {
    List<String> words = new ArrayList<>();
    words.add(Tool.SYSTEMD_SOCKET_ACTIVATE.path().toString());
    // Where the control socket is; nothing else of the environment is handed on.
    words.addAll(List.of("-E", "XDG_RUNTIME_DIR"));
    words.addAll(List.of(sockets));
    return words.toArray(String[]::new);
  }

  private Finished ctl(String... words) throws InterruptedException {
    return Connector.in(directory).with("ctl").with((Object[]) words).run().succeeded();
  }

  private Finished curl(String... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of("-sS", "--unix-socket", socket.toString()));
    all.addAll(List.of(arguments));
    return Tool.CURL.run(all.toArray(String[]::new)).succeeded();
  }
}
