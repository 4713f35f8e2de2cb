package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Frame;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What signals do; SIGTERM alone is in {@link OperationIT}. */
final class SignalsIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void aSecondTermEndsAtOnce() throws Exception {
    try (RunningConnector server = connector().with("--graceful-timeout", "300").start();
        Program curl = hold(server)) {
      server.program().signal("TERM");
      server.program().awaitErr(line -> line.contains("Stopping: requests in progress have 300 s"));
      assertThat(server.program().isRunning()).isTrue();

      server.program().signal("TERM");

      // Within the patience of the harness, which is far less than 300 seconds.
      endedWell(server.program().finish());
      assertThat(curl.finish().status()).isNotZero();
    }
  }

  /** RFC 9113, section 6.8: first that it is going to close, then which request was the last. */
  @Test
  void termTellsHttp2ClientsTwice() throws Exception {
    Path release = directory.resolve("release");
    try (RunningConnector server = connector().start();
        FrameClient client = FrameClient.connect(server.port())) {
      client.get(1, "/hold?until=" + release);
      server.program().awaitOut(1, line -> line.startsWith("holding"));

      server.program().signal("TERM");
      Frame first = client.await(frame -> frame.type() == Frame.GOAWAY);
      Files.createFile(release);
      Frame second = client.await(frame -> frame.type() == Frame.GOAWAY);

      assertThat(first.number()).isEqualTo(Integer.MAX_VALUE);
      assertThat(first.error()).isZero();
      assertThat(second.number()).isEqualTo(1);
      assertThat(second.error()).isZero();
      endedWell(server.program().finish());
    }
  }

  @Test
  void intCutsOffWhatIsInProgress() throws Exception {
    // Who starts the tests in the background of a shell has it ignored, and so has every child.
    try (RunningConnector server =
            connector()
                .startedBy("env", "--default-signal=INT")
                .with("--graceful-timeout", "300")
                .start();
        Program curl = hold(server)) {
      server.program().signal("INT");

      endedWell(server.program().finish());
      assertThat(curl.finish().status()).isNotZero();
    }
  }

  @Test
  void termCutsOffWhatIsInProgressWhenItHasNoTime() throws Exception {
    try (RunningConnector server = connector().with("--graceful-timeout", "0").start();
        Program curl = hold(server)) {
      server.program().signal("TERM");

      Finished finished = server.program().finish();
      endedWell(finished);
      assertThat(finished.err()).contains("Stopping at once").doesNotContain("have 0 s");
      assertThat(curl.finish().status()).isNotZero();
    }
  }

  @Test
  void anApplicationThatDoesNotStopIsLeftBehind() throws Exception {
    WarFile.of("stopping").text("WEB-INF/end", "never").in(directory, "app.war");
    try (RunningConnector server = connector().with("--graceful-timeout", "0").start()) {
      server.program().signal("TERM");

      Finished finished = server.program().finish();
      endedWell(finished);
      assertThat(finished.err())
          .contains("has not stopped within 5 s")
          .contains("BadEnd.contextDestroyed");
    }
  }

  @Test
  void anErrorOfTheApplicationHoldsNeitherTheReloadNorTheExit() throws Exception {
    WarFile.of("stopping").text("WEB-INF/end", "error").in(directory, "app.war");
    try (RunningConnector server = connector().start()) {
      server.program().signal("HUP");
      server.program().awaitErr(line -> line.contains("the web application at / did not stop"));
      server.program().signal("TERM");

      Finished finished = server.program().finish();
      endedWell(finished);
      assertThat(finished.err())
          .contains("the server did not stop cleanly")
          .doesNotContain("NullPointerException");
    }
  }

  @Test
  void termDoesNotWaitForAnApplicationThatAReloadStarts() throws Exception {
    try (RunningConnector server = connector().start()) {
      WarFile.of("starting").in(directory, "app.war");
      server.program().signal("HUP");
      server.program().awaitOut(1, line -> line.equals("starting and starting"));

      server.program().signal("TERM");

      Finished finished = server.program().finish();
      endedWell(finished);
      assertThat(finished.err()).doesNotContain("has not stopped");
    }
  }

  @Test
  void theStatusOfSystemExitStays() throws Exception {
    WarFile.of("stopping").text("WEB-INF/end", "exit").in(directory, "app.war");

    Finished finished = connector().run();

    assertThat(finished.status()).isEqualTo(7);
    assertThat(finished.err()).contains("it has called System.exit");
    assertThat(directory.resolve("server.pid")).doesNotExist();
  }

  /** What the JVM keeps for itself, as docs/deploying.md says. */
  @Test
  void quitPrintsTheStacksAndTheServerGoesOn() throws Exception {
    try (RunningConnector server = connector().start()) {
      server.program().signal("QUIT");

      server.program().awaitOut(1, line -> line.startsWith("Full thread dump"));
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void ttinAndTtouAddAndTakeAWorker() throws Exception {
    try (RunningConnector server = connector().with("--workers=1", "--threads=2").start()) {
      meet(server, 2);

      server.program().signal("TTIN");
      server.program().awaitErr(line -> line.endsWith("Now at most 4 requests at a time (2 x 2)"));
      meet(server, 4);

      for (int i = 1; i <= 2; i++) {
        // The second one finds that one worker must stay.
        server.program().signal("TTOU");
        server
            .program()
            .awaitErr(i, line -> line.endsWith("Now at most 2 requests at a time (1 x 2)"));
      }
      meet(server, 2);
      // Three try for as long as a third would have needed to come in.
      Finished three =
          Tool.H2LOAD.run("-n3", "-c1", "-m3", server.url("/together?parties=3&millis=500"));
      assertThat(three.out()).doesNotContain("status codes: 3 2xx");
    }
  }

  @Test
  void ttinSaysThatThereIsNothingToChange() throws Exception {
    try (RunningConnector server = connector().start()) {
      server.program().signal("TTIN");

      server.program().awaitErr(line -> line.contains("neither `workers` nor `threads` is set"));
      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
    }
  }

  /** So many requests are in progress at once. */
  private static void meet(RunningConnector server, int parties) throws InterruptedException {
    String path = "/together?parties=%d&time=%d".formatted(parties, System.nanoTime());
    Finished met =
        Tool.H2LOAD.run("-n" + parties, "-c1", "-m" + parties, server.url(path)).succeeded();
    assertThat(met.out()).contains("status codes: %d 2xx".formatted(parties));
  }

  private Program hold(RunningConnector server) throws InterruptedException {
    Program curl =
        Tool.CURL.start(directory, Map.of(), "-ksS", server.url("/hold?until=/nowhere/never"));
    server.program().awaitOut(1, line -> line.startsWith("holding"));
    return curl;
  }

  private void endedWell(Finished server) {
    assertThat(server.status()).as("%s", server).isZero();
    assertThat(directory.resolve("server.pid")).doesNotExist();
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .with("--pid", "server.pid");
  }
}
