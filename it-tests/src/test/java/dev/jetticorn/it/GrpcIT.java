package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.CertificateFiles;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.Repository;
import dev.jetticorn.it.harness.RunningConnector;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gRPC service in a WAR, called by grpc-java over TLS. */
final class GrpcIT {
  private static final int CHECKS = 14;

  @TempDir Path directory;

  @Test
  void grpcJavaGetsWhatItAsksFor() throws Exception {
    CertificateFiles files = CertificateFiles.in(directory);
    try (RunningConnector server =
            Connector.in(Repository.root().resolve("samples/grpc"))
                .with("--bind", "127.0.0.1:0")
                .with("--certfile", files.certificate(), "--keyfile", files.key())
                .start();
        Program client =
            Program.start(
                directory,
                Map.of(),
                List.of(
                    Repository.java().toString(),
                    "-jar",
                    Repository.built("samples/grpc-client/target/grpc-client.jar").toString(),
                    files.certificate().toString(),
                    "localhost",
                    Integer.toString(server.port())))) {
      Finished finished = client.finish();

      assertThat(finished.status()).as("%s%n%s", finished, server.log()).isZero();
      assertThat(finished.out().lines())
          .hasSize(CHECKS)
          .allSatisfy(line -> assertThat(line).startsWith("PASS"));
      assertThat(server.stop().status()).isZero();
    }
  }
}
