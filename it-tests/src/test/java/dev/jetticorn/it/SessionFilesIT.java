package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Visitor;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code session_store = file:DIR}. */
final class SessionFilesIT {
  @TempDir Path directory;

  @BeforeEach
  void pack() {
    WarFile.of("sessions").in(directory, "app.war");
  }

  private RunningConnector start() throws InterruptedException {
    return connector().start();
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--bind", "127.0.0.1:0", "--session-store", "file:sessions");
  }

  @Test
  void surviveARestartAndAKill() throws Exception {
    Visitor visitor = new Visitor();
    try (RunningConnector server = start()) {
      visitor.see(server.url("/count"));
      assertThat(visitor.see(server.url("/add?value=tea"))).contains("count: 1\n");
      assertThat(server.stop().status()).isZero();
    }
    try (RunningConnector server = start()) {
      assertThat(visitor.see(server.url("/count"))).contains("count: 2\n", "cart: [tea]\n");
      // Not stopped: killed.
    }
    try (RunningConnector server = start()) {
      assertThat(visitor.see(server.url("/count"))).contains("count: 3\n", "cart: [tea]\n");
      assertThat(visitor.see(server.url("/invalidate"))).isEqualTo("none\n");
      assertThat(visitor.see(server.url("/look"))).isEqualTo("none\n");
    }
    assertThat(filesBelow(directory.resolve("sessions"))).containsExactly("lock");
  }

  /** Objects of the old copy's classes are of no use to the new one. */
  @Test
  void liveOnWhenTheApplicationIsReplaced() throws Exception {
    Visitor visitor = new Visitor();
    try (RunningConnector server = start()) {
      for (int i = 1; i <= 3; i++) {
        assertThat(visitor.see(server.url("/count"))).contains("count: " + i + "\n");
        visitor.see(server.url("/add?value=" + i));
        Tool.BASH.run("-c", "kill -HUP " + server.program().pid()).succeeded();
        server.program().awaitErr(i, line -> line.contains("Reloaded"));
      }
      assertThat(visitor.see(server.url("/look"))).contains("cart: [1, 2, 3]\n", "count: 3\n");
    }
  }

  @Test
  void belongToOneServer() throws Exception {
    try (RunningConnector server = start()) {
      Finished second = connector().run();

      assertThat(second.status()).isEqualTo(1);
      assertThat(second.err())
          .contains("error: sessions cannot be kept in `")
          .contains("another server has its sessions there")
          .contains("help: servers share sessions in a database");
      assertThat(new Visitor().see(server.url("/count"))).contains("count: 1\n");
      assertThat(connector().with("--check-config").run().status()).isZero();
    }
  }

  /** The id in a cookie is a part of a file's name, if it is let. */
  @Test
  void areNotLookedForOutsideOfTheDirectory() throws Exception {
    Path victim = Files.writeString(directory.resolve("sessions.session"), "not a session");
    try (RunningConnector server = start()) {
      for (String id : List.of("../../sessions", "..%2f..%2fsessions", "a/b", "", "a\u00e9")) {
        assertThat(
                Tool.CURL
                    .run("-sS", "-H", "Cookie: JSESSIONID=" + id, server.url("/look"))
                    .succeeded()
                    .out())
            .isEqualTo("none\n");
      }
    }
    assertThat(victim).hasContent("not a session");
  }

  private static List<String> filesBelow(Path directory) throws Exception {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .toList();
    }
  }
}
