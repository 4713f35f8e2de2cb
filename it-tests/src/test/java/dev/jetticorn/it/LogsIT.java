package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log and the error log, whatever stands at their other end. */
final class LogsIT {
  /** A request whose line in the access log has more than 8,000 bytes. */
  private static final String LONG = "X-Long: " + "x".repeat(7_900);

  private static final int MANY = 1_000;

  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void aPipeThatNobodyReadsHoldsNoRequestAndItsLossIsCounted() throws Exception {
    Tool.BASH.run(directory, "-c", "mkfifo access.pipe").succeeded();
    try (RunningConnector server =
        connector("access.pipe").with("--metrics-path", "/metrics").start()) {
      assertThat(load(server)).contains(MANY + " succeeded", "0 failed");
      String metrics = Client.get(server.url("/metrics")).body();

      Path pipe = directory.resolve("access.pipe");
      CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> lines(pipe));
      String said =
          server.program().awaitErr(line -> line.contains("the access log was written too slowly"));
      server.stop();

      int dropped = Integer.parseInt(said.replaceAll(".*; (\\d+) entries were dropped", "$1"));
      assertThat(dropped).isPositive();
      assertThat(metrics)
          .contains("\njetticorn_log_entries_dropped_total{log=\"access\"} " + dropped + ".0\n")
          .contains("\njetticorn_log_entries_dropped_total{log=\"error\"} 0.0\n");
      assertThat(read.get()).hasSize(MANY - dropped).allMatch(line -> line.endsWith(" 200"));
    }
  }

  @Test
  void aFullDiskHoldsNoRequest() throws Exception {
    try (RunningConnector server = connector("/dev/full").start()) {
      assertThat(load(server)).contains(MANY + " succeeded", "0 failed");
      Finished finished = server.stop();

      assertThat(finished.status()).isZero();
      assertThat(finished.err())
          .containsOnlyOnce(
              "the access log cannot be written and is tried again: No space left on device");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/full", "error.pipe"})
  void anErrorLogThatCannotBeWrittenHoldsNobody(String errorlog) throws Exception {
    Tool.BASH.run(directory, "-c", "mkfifo error.pipe").succeeded();
    int port = Ports.free();
    try (Program server =
        listening("127.0.0.1:" + port, "-").with("--error-logfile", errorlog).launch()) {
      // Nobody hears that it listens.
      Tool.CURL
          .run(
              "-ksS",
              "--retry-connrefused",
              "--retry",
              "60",
              "https://localhost:" + port + "/request")
          .succeeded();
      server.terminate();

      assertThat(server.finish().status()).isZero();
    }
  }

  @Test
  void everyRequestThatWasAnsweredIsInTheLogWhenTheServerHasStopped() throws Exception {
    try (RunningConnector server = connector("access.log").start()) {
      assertThat(load(server)).contains(MANY + " succeeded");
      server.stop();
    }

    assertThat(lines(directory.resolve("access.log"))).hasSize(MANY);
  }

  @Test
  void losesNoLineWhileItsFilesAreMovedAway() throws Exception {
    try (RunningConnector server = connector("access.log").start();
        Program load = Tool.H2LOAD.start(directory, Map.of(), h2load(server, 20_000))) {
      int moved = 0;
      while (load.isRunning()) {
        Path log = directory.resolve("access.log");
        if (Files.exists(log)) {
          Files.move(log, directory.resolve("access.log." + moved++));
        }
        server.program().signal("USR1");
      }
      assertThat(load.finish().succeeded().out()).contains("20000 succeeded");
      server.stop();
      assertThat(moved).isPositive();
    }

    int lines = 0;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().contains("access.log")).toList()) {
        List<String> ofOne = lines(file);
        assertThat(ofOne).allMatch(line -> line.matches("x{7900} 200"));
        lines += ofOne.size();
      }
    }
    assertThat(lines).isEqualTo(20_000);
  }

  @Test
  void logrotateMovesBothLogs() throws Exception {
    Files.writeString(
        directory.resolve("logrotate.conf"),
        """
        %1$s/*.log {
            rotate 3
            sharedscripts
            postrotate
                kill -USR1 $(cat %1$s/server.pid)
            endscript
        }
        """
            .formatted(directory));
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path error = directory.resolve("error.log");
    Path access = directory.resolve("access.log");
    int port = Ports.free();
    try (Program server =
        listening("127.0.0.1:" + port, "access.log")
            .with("--pid", "server.pid", "--error-logfile", "error.log")
            .launch()) {
      assertThat(Waiting.until(() -> contains(error, "Listening at"))).isTrue();

      Tool.LOGROTATE
          .run(directory, "--force", "--state", directory + "/state", "logrotate.conf")
          .succeeded();
      assertThat(Waiting.until(() -> Files.exists(error) && Files.exists(access))).isTrue();
      Tool.CURL.run("-ksS", "https://localhost:" + port + "/request").succeeded();
      server.terminate();

      assertThat(server.finish().status()).isZero();
    }

    assertThat(directory.resolve("error.log.1")).content().contains("Listening at");
    assertThat(error).content().contains("Stopping").doesNotContain("Listening at");
    assertThat(access).content().isEqualTo("- 200\n");
  }

  @Test
  void saysWhichStreamOfWhichProtocolARequestWas() throws Exception {
    try (RunningConnector server =
        listening("https://[::1]:0,http://127.0.0.1:0", "access.log")
            .with(
                "--access-logformat",
                "%(h)s %(U)s %(protocol)s %(tls_version)s %(stream_id)s %(weight)s %(urgency)s")
            .start(2)) {
      Tool.NGHTTP.run("--weight", "77", server.url(0, "/request?a")).succeeded();
      Tool.CURL
          .run("-kgsS", "--http1.1", "-H", "Priority: u=6", server.url(0, "/request"))
          .succeeded();
      Tool.CURL.run("-sS", server.url(1, "/request")).succeeded();
      server.stop();
    }

    assertThat(lines(directory.resolve("access.log")))
        .satisfiesExactly(
            h2 -> assertThat(h2).matches("::1 /request h2 TLSv1\\.3 \\d+ 77 3"),
            h1 -> assertThat(h1).isEqualTo("::1 /request http/1.1 TLSv1.3 - - 6"),
            clear -> assertThat(clear).isEqualTo("127.0.0.1 /request http/1.1 - - - 3"));
  }

  /** Python reads it back: what arrived, and nothing that the client wanted to be read. */
  @Test
  void writesJsonWhateverAClientSends() throws Exception {
    try (RunningConnector server =
        listening("http://127.0.0.1:0", "access.log").with("--access-logformat", "json").start()) {
      Tool.PYTHON
          .run(
              "-c",
              """
              import socket, sys
              client = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
              every = bytes(b for b in range(256) if b >= 32 and b != 127 or b == 9)
              for agent in every, b'"}\\\\', b'\\xed\\xa0\\x80\\xff':
                  client.sendall(b'GET /request?"{\\\\ HTTP/1.1\\r\\nHost: a\\r\\nUser-Agent: x' + agent + b'x\\r\\n\\r\\n')
                  client.recv(65536)
              """,
              String.valueOf(server.port()))
          .succeeded();
      server.stop();
    }

    assertThat(
            Tool.PYTHON
                .run(
                    directory,
                    "-c",
                    """
                    import json
                    for line in open("access.log", "rb"):
                        entry = json.loads(line.decode("ascii"))
                        print(entry["remote_addr"], entry["path"], entry["query"], entry["status"], entry["bytes"] > 0, entry["duration"] < 60, len(entry["user_agent"]))
                    """)
                .succeeded()
                .out()
                .lines())
        .containsExactly(
            "127.0.0.1 /request \"{\\ 200 True True 226",
            "127.0.0.1 /request \"{\\ 200 True True 5",
            "127.0.0.1 /request \"{\\ 200 True True 6");
  }

  /** A thousand requests, which leave 8 MB of lines. */
  private static String load(RunningConnector server) throws InterruptedException {
    return Tool.H2LOAD.run(h2load(server, MANY)).succeeded().out();
  }

  private static String[] h2load(RunningConnector server, int requests) {
    return new String[] {
      "-n", String.valueOf(requests), "-c", "2", "-m", "10", "-H", LONG, server.url("/request")
    };
  }

  private static boolean contains(Path file, String text) {
    return Files.exists(file) && String.join("\n", lines(file)).contains(text);
  }

  private Connector connector(String accesslog) {
    return listening("127.0.0.1:0", accesslog);
  }

  private Connector listening(String bind, String accesslog) {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", bind)
        .with("--access-logfile", accesslog, "--access-logformat", "%({x-long}i)s %(s)s");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
