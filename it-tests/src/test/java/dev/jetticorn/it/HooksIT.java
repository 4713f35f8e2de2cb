package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.WarFile;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listeners of the operator, from the jars of {@code lib}. */
@Timeout(60)
final class HooksIT {
  private static final String SERVICE = "META-INF/services/dev.jetticorn.bridge.ServerListener";

  @TempDir private Path directory;

  @BeforeEach
  void pack() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    WarFile.jar(Files.createDirectories(directory.resolve("lib")), "hooks");
  }

  @Test
  void hearOfEverything() throws Exception {
    try (RunningConnector server = connector().with("--timeout", "1").start()) {
      Program program = server.program();
      Tool.CURL.run("-ks", "-H", "X-Told: so", server.url("/request?a=b")).succeeded();
      program.awaitOut(1, line -> line.equals("hook post_request /request 200 true"));
      Tool.CURL.run("-ks", server.url("/hold?until=never")).succeeded();
      program.awaitOut(1, line -> line.equals("hook worker_abort /hold 1"));
      Tool.BASH.run("-c", "kill -HUP " + program.pid()).succeeded();
      program.awaitOut(1, line -> line.startsWith("hook on_reload"));

      // Java closes its end of standard output when it ends a process itself.
      Tool.BASH.run("-c", "kill -TERM " + program.pid()).succeeded();

      assertThat(program.finish().out())
          .containsSubsequence(
              "hook ssl_context TLS",
              "hook on_starting",
              "hook when_ready https",
              "hook pre_request GET /request a=b HTTP/2.0 127.0.0.1 so",
              "hook post_request /request 200 true",
              "hook worker_abort /hold 1",
              "hook on_reload",
              "hook on_exit");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"when_ready", "pre_request", "post_request", "ssl_context"})
  void harmNothingWhenTheyFail(String name) throws Exception {
    try (RunningConnector server = connector().jvm("-Dit.fails=" + name).start()) {
      assertThat(
              Tool.CURL
                  .run("-ks", "-w", "%{http_code}", server.url("/request?[1-3]"))
                  .succeeded()
                  .out())
          .contains("200");

      assertThat(server.program().awaitErr(line -> line.contains("failed in " + name)))
          .contains("[ERROR] the hook dev.jetticorn.it.application.hooks.TellingListener (")
          .contains("lib/hooks.jar)");
    }
  }

  @Test
  void mayKeepTheServerFromStarting() throws Exception {
    Finished command = connector().jvm("-Dit.fails=on_starting").run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err())
        .contains("error: the hook dev.jetticorn.it.application.hooks.TellingListener (")
        .contains("hooks.jar) keeps the server from starting", "as it was told", "| --lib lib");
  }

  @Test
  void areNamedWhenTheirClassIsMissing() throws Exception {
    try (OutputStream file = Files.newOutputStream(directory.resolve("lib/broken.jar"));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(new ZipEntry(SERVICE));
      jar.write("com.example.Nowhere\n".getBytes(StandardCharsets.UTF_8));
    }

    Finished command = connector().with("--check-config").run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err())
        .contains("error: a hook of `", "broken.jar` cannot be made", "com.example.Nowhere");
  }

  @Test
  void areRefusedWhenTheirJarIsNone() throws Exception {
    Files.writeString(directory.resolve("lib/text.jar"), "no archive");

    Finished command = connector().run();

    assertThat(command.status()).isEqualTo(1);
    assertThat(command.err()).contains("error: cannot read the jar `", "text.jar`");
  }

  @ParameterizedTest
  @ValueSource(strings = {"on_starting", "pre_request", "ssl_context"})
  void areNoValues(String name) throws Exception {
    Finished command = Connector.in(directory).settings("war = app.war\n" + name + " = f\n").run();

    assertThat(command.status()).isEqualTo(2);
    assertThat(command.err())
        .contains("setting `" + name + "` is not supported", "dev.jetticorn.bridge.ServerListener");
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0")
        .with("--lib", "lib");
  }
}
