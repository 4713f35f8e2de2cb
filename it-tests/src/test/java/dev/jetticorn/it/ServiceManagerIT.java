package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What systemd and its like are told, and what they hand over. */
final class ServiceManagerIT {
  /** Listens where the service manager would, and prints one line for each datagram. */
  private static final String MANAGER =
      """
      import socket
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.bind("notify")
      print("bound", flush=True)
      while True:
          message, descriptors, flags, address = socket.recv_fds(s, 4096, 4)
          print(message.decode().replace("\\n", " ").strip(), flush=True)
      """;

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void tellsWhenItIsReadyReloadsAndStops() throws Exception {
    try (Program manager = Tool.PYTHON.start(directory, Map.of(), "-u", "-c", MANAGER)) {
      manager.awaitOut(1, line -> line.equals("bound"));
      try (RunningConnector server =
          connector()
              .environment("NOTIFY_SOCKET", directory.resolve("notify").toString())
              .start()) {
        manager.awaitOut(1, line -> line.startsWith("READY=1 STATUS=Listening at [http"));

        server.program().signal("HUP");
        manager.awaitOut(1, line -> line.matches("RELOADING=1 MONOTONIC_USEC=\\d+"));
        manager.awaitOut(2, line -> line.startsWith("READY=1"));

        assertThat(server.stop().status()).isZero();
        manager.awaitOut(1, line -> line.equals("STOPPING=1"));
      }
    }
  }

  @Test
  void saysThatItCannotTellAndServesAllTheSame() throws Exception {
    try (RunningConnector server =
        connector().environment("NOTIFY_SOCKET", directory.resolve("nobody").toString()).start()) {
      server.program().awaitErr(line -> line.contains("(NOTIFY_SOCKET) is not told READY=1"));
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** No native code is known for such a machine. */
  @Test
  void saysThatTheMachineCannotTellAndServesAllTheSame() throws Exception {
    try (Program manager = Tool.PYTHON.start(directory, Map.of(), "-u", "-c", MANAGER)) {
      manager.awaitOut(1, line -> line.equals("bound"));
      try (RunningConnector server =
          connector()
              .jvm("-Dos.arch=none")
              .environment("NOTIFY_SOCKET", directory.resolve("notify").toString())
              .start()) {
        server
            .program()
            .awaitErr(line -> line.contains("is not told READY=1: datagrams to unix sockets need"));
        assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      }
    }
  }

  /** Binds two sockets, as systemd does, and becomes the server. */
  private static final String ACTIVATION =
      """
      import fcntl, os, socket, sys
      bound = []
      for number in (3, 4):
          s = socket.socket()
          s.bind(("127.0.0.1", 0))
          s.listen(16)
          # Out of the way first: the descriptor that it has may be one of the two.
          bound.append(fcntl.fcntl(s.detach(), fcntl.F_DUPFD, 10))
      os.dup2(bound[0], 3, inheritable=True)
      os.dup2(bound[1], 4, inheritable=True)
      os.environ["LISTEN_FDS"] = "2"
      os.environ["LISTEN_PID"] = %s
      os.execv(sys.argv[1], sys.argv[1:])
      """;

  @Test
  void listensOnTheSocketsOfSystemd() throws Exception {
    Connector activated =
        Connector.in(directory)
            .startedBy("/usr/bin/python3", "-c", ACTIVATION.formatted("str(os.getpid())"))
            .with("--war", "app.war");
    try (RunningConnector server = activated.start(2)) {
      assertThat(Client.get(server.url(0, "/request")).statusCode()).isEqualTo(200);
      assertThat(Client.get(server.url(1, "/request")).statusCode()).isEqualTo(200);
      assertThat(server.stop().status()).isZero();
    }
  }

  /** systemd's own program listens, and starts the server when somebody connects. */
  @Test
  void isStartedByItsFirstClient() throws Exception {
    int port = Ports.free();
    try (Program activated =
        Connector.in(directory)
            .startedBy(Tool.SYSTEMD_SOCKET_ACTIVATE.path().toString(), "-l", "127.0.0.1:" + port)
            .with("--war", "app.war")
            .launch()) {
      activated.awaitErr(line -> line.startsWith("Listening on"));

      assertThat(Client.get("http://127.0.0.1:%d/request".formatted(port)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void leavesSocketsAloneThatWereMeantForAnother() throws Exception {
    Connector other = connector().startedBy("/usr/bin/python3", "-c", ACTIVATION.formatted("'1'"));
    try (RunningConnector server = other.start()) {
      assertThat(server.listeners()).hasSize(1);
    }
  }

  @Test
  void listensOnADescriptorWithTls() throws Exception {
    Connector inherited =
        Connector.in(directory)
            .startedBy("/usr/bin/python3", "-c", ACTIVATION.formatted("'1'"))
            .with("--war", "app.war", "--certfile", "self-signed")
            .with("--bind", "fd://3", "--bind", "http://fd://4");
    try (RunningConnector server = inherited.start(2)) {
      assertThat(server.url(0, "/request")).startsWith("https:");
      assertThat(Client.get(server.url(0, "/request")).body()).contains("protocol: HTTP/2.0");
      assertThat(server.url(1, "/request")).startsWith("http:");
      assertThat(Client.get(server.url(1, "/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void saysThatADescriptorIsNoSocket() throws Exception {
    Finished finished = Connector.in(directory).with("--war", "app.war", "--bind", "fd://77").run();

    assertThat(finished.status()).isEqualTo(1);
    assertThat(finished.err())
        .contains("cannot listen at `fd://77`", "not a stream socket that this process has");
  }

  private Connector connector() {
    return Connector.in(directory).with("--war", "app.war", "--bind", "127.0.0.1:0");
  }
}
