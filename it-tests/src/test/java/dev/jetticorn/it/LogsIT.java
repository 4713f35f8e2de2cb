package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
    try (RunningConnector server = connector("access.pipe").start()) {
      assertThat(load(server)).contains(MANY + " succeeded", "0 failed");

      Path pipe = directory.resolve("access.pipe");
      CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> lines(pipe));
      String said =
          server.program().awaitErr(line -> line.contains("the access log was written too slowly"));
      server.stop();

      int dropped = Integer.parseInt(said.replaceAll(".*; (\\d+) entries were dropped", "$1"));
      assertThat(dropped).isPositive();
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
        connector("-").with("--error-logfile", errorlog, "--bind", "127.0.0.1:" + port).launch()) {
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

  /** A thousand requests, which leave 8 MB of lines. */
  private static String load(RunningConnector server) throws InterruptedException {
    return Tool.H2LOAD
        .run("-n", String.valueOf(MANY), "-c", "2", "-m", "10", "-H", LONG, server.url("/request"))
        .succeeded()
        .out();
  }

  private Connector connector(String accesslog) {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
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
