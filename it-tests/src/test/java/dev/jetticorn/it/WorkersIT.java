package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Worker classes, and how many requests are in progress at once. */
final class WorkersIT {
  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gthread", "gevent", "eventlet", "asgi", "virtual"})
  void servesHttp2(String workerClass) throws Exception {
    try (RunningConnector server = connector().with("--worker-class", workerClass).start()) {
      assertThat(Client.get(server.url("/request")).body()).contains("protocol: HTTP/2.0");
      assertThat(server.log()).doesNotContain("falls back", "HTTP/2 is not supported");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sync", "tornado"})
  void fallsBackToHttp11WithAWarningThatNamesTheCure(String workerClass) throws Exception {
    try (RunningConnector server =
        connector().with("--worker-class", workerClass, "--http-protocols", "h2,h1").start()) {
      assertThat(server.log())
          .containsPattern("(?i)warn.*" + workerClass)
          .contains("HTTP/1.1", "gthread");
      assertThat(Tool.CURL.run("-ksS", "--http2", server.url("/request")).succeeded().out())
          .contains("protocol: HTTP/1.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gevent", "eventlet", "virtual"})
  void runsRequestsOnVirtualThreadsWhereTheJdkHasThem(String workerClass) throws Exception {
    try (RunningConnector server = connector().with("--worker-class", workerClass).start()) {
      String body = Client.get(server.url("/request")).body();

      if (Repository.javaIsAtLeast(21)) {
        assertThat(body).contains("thread: VirtualThread[");
      } else {
        assertThat(body).contains("thread: Thread[");
        assertThat(server.log()).containsPattern("(?i)warn.*virtual threads");
      }
    }
  }

  @Test
  void runsRequestsOnPlatformThreadsWhenToldTo() throws Exception {
    try (RunningConnector server = connector().with("--worker-class", "gthread").start()) {
      assertThat(Client.get(server.url("/request")).body()).contains("thread: Thread[");
    }
  }

  @Test
  void choosesVirtualThreadsByItselfFromJdk24On() throws Exception {
    try (RunningConnector server = connector().start()) {
      assertThat(Client.get(server.url("/request")).body())
          .contains(Repository.javaIsAtLeast(24) ? "thread: VirtualThread[" : "thread: Thread[");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gthread", "virtual"})
  void neverHasMoreRequestsInProgressThanWorkersTimesThreads(String workerClass) throws Exception {
    try (RunningConnector server =
        connector()
            .with("--worker-class", workerClass, "--workers", "2", "--threads", "3")
            .start()) {
      // Six meet at once, so six are let in ...
      Finished six = Tool.H2LOAD.run("-n6", "-c2", "-m3", server.url("/together?parties=6"));
      // ... while seven try for as long as a seventh would have needed to come in, ...
      Tool.H2LOAD.run("-n7", "-c1", "-m7", server.url("/together?parties=7&millis=500"));
      // ... and under the load of both protocols.
      Tool.H2LOAD.run("-n500", "-c4", "-m10", server.url("/together?parties=1")).succeeded();
      Tool.H2LOAD.run("--h1", "-n500", "-c10", server.url("/together?parties=1&again")).succeeded();

      assertThat(six.out()).contains("status codes: 6 2xx, 0 3xx, 0 4xx, 0 5xx");
      assertThat(Client.get(server.url("/together/most")).body()).contains("most: 6");
    }
  }

  @Test
  void syncAnswersOneRequestAConnection() throws Exception {
    try (RunningConnector server =
        connector().with("--worker-class", "sync", "--http-protocols", "h1").start()) {
      assertThat(Tool.CURL.run("-ksSi", "--http1.1", server.url("/request")).succeeded().out())
          .containsIgnoringCase("connection: close");
    }
  }

  @Test
  void keepsNewConnectionsWaitingWhenWorkerConnectionsAreBusy() throws Exception {
    try (RunningConnector server = connector().with("--worker-connections", "2").start();
        FrameClient stays = FrameClient.connect(server.port())) {
      FrameClient leaves = FrameClient.connect(server.port());
      stays.get(1, "/hold?until=" + directory.resolve("released"));
      leaves.get(1, "/hold?until=" + directory.resolve("never"));
      server.program().awaitOut(2, line -> line.startsWith("holding for "));
      // A client that is let in has its answer long before these seconds are over.
      Finished third = Tool.CURL.run("-ksS", "--max-time", "2", server.url("/request"));
      assertThat(third.status()).as("%s", third).isNotZero();

      leaves.close();

      assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
      Files.createFile(directory.resolve("released"));
      assertThat(stays.response(1).status()).isEqualTo(200);
    }
  }

  private static Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }
}
