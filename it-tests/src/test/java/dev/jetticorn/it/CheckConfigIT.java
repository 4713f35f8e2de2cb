package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.WarFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --check-config} says what a start would say, and leaves nothing behind. */
class CheckConfigIT {
  @TempDir Path directory;

  @BeforeEach
  void packTheApplication() {
    WarFile.of("requests").in(directory, "app.war");
  }

  @Test
  void saysNothingWhenAllIsWell() throws Exception {
    Finished check = check("threads = 4\n");

    assertThat(check.status()).isZero();
    assertThat(check.all()).isEmpty();
  }

  @Test
  void warnsAsAStartWould() throws Exception {
    Finished check =
        check(
            """
            certfile = self-signed
            worker_class = sync
            http_protocols = h2,h1
            http2_max_header_list_size = 0
            """);

    assertThat(check.status()).isZero();
    assertThat(check.out()).isEmpty();
    assertThat(check.err().lines())
        .allMatch(line -> line.contains("[WARNING] "))
        .anyMatch(line -> line.endsWith("can fill the memory (server.properties:5)"))
        .anyMatch(line -> line.contains("not supported by the sync worker"))
        .anyMatch(line -> line.contains("for development"));
  }

  @Test
  void pointsAtWhatCannotBeUsed() throws Exception {
    Finished check = check("certfile = nowhere.pem\n");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.out()).isEmpty();
    assertThat(check.err()).contains("\n2 | certfile = nowhere.pem\n  |            ^^^^^^^^^^^ ");
  }

  @Test
  void pointsAtFilesThatCouldNotBeWritten() throws Exception {
    Finished check =
        check("accesslog = no/access.log\nerrorlog = no/error.log\npidfile = no/server.pid\n");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.err())
        .contains("the access log cannot be written\n --> server.properties:2\n")
        .contains("the error log cannot be written\n --> server.properties:3\n")
        .contains("the pid file cannot be written\n --> server.properties:4\n")
        .contains("there is no directory " + directory.toRealPath().resolve("no"));
  }

  @Test
  void findsAnAtomThatDoesNotExistAndCreatesNoAccessLog() throws Exception {
    Finished check = check("accesslog = access.log\naccess_log_format = %(nothing)s\n");

    assertThat(check.status()).isEqualTo(1);
    assertThat(check.err()).contains("unknown atom `%(nothing)s`", "server.properties:3");
    assertThat(Files.exists(directory.resolve("access.log"))).isFalse();
  }

  @Test
  void doesNotCreateTheErrorLog() throws Exception {
    Finished check = check("errorlog = error.log\ncertfile = self-signed\n");

    assertThat(check.status()).isZero();
    assertThat(check.err()).contains("for development");
    assertThat(Files.exists(directory.resolve("error.log"))).isFalse();
  }

  private Finished check(String settings) throws InterruptedException {
    return Connector.in(directory)
        .settings("war = app.war\n" + settings)
        .with("--check-config")
        .run();
  }
}
