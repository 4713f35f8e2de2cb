package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples do what they are there to show. */
final class SamplesIT {
  @TempDir Path directory;

  @Test
  void theClientOfHttp2FeaturesFindsEveryFeature() throws Exception {
    try (RunningConnector server =
            Connector.in(Repository.root().resolve("samples/http2-features"))
                .with("--bind", "127.0.0.1:0")
                .start();
        Program client =
            Program.start(
                directory,
                Map.of(),
                List.of(
                    Repository.java().toString(),
                    "-jar",
                    Repository.built(
                            "samples/http2-features-client/target/http2-features-client.jar")
                        .toString(),
                    "--insecure",
                    server.url("")))) {
      Finished finished = client.finish();

      assertThat(finished.status()).as("%s", finished).isZero();
      assertThat(finished.out()).contains("PASS").doesNotContain("FAIL");
    }
  }

  @Test
  void helloSaysHello() throws Exception {
    Path war = Repository.built("samples/hello/target/hello.war");
    try (RunningConnector server =
        Connector.in(directory).with(war, "--bind", "127.0.0.1:0").start()) {
      assertThat(Client.get(server.url("/")).body()).containsIgnoringCase("hello");
    }
  }

  /** No test can build the image, but what it copies must be there. */
  @Test
  void theDockerfileCopiesWhatTheBuildMakes() throws Exception {
    String dockerfile =
        Files.readString(Repository.root().resolve("samples/http2-features/Dockerfile"));

    String copy = dockerfile.replaceAll("(?s).*\nCOPY (.*?)\n\n.*", "$1").replace("\\\n", " ");
    List<String> words = List.of(copy.strip().split("\\s+"));

    assertThat(words.subList(0, words.size() - 1))
        .contains("connector/target/connector.jar")
        .allSatisfy(file -> assertThat(Repository.root().resolve(file)).isRegularFile());
  }
}
