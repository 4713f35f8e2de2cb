package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadinessNoticeTest {
  @TempDir Path directory;

  /** A reload may end while the server stops; systemd would take the server for ready again. */
  @Test
  void tellsNothingAfterTheStop() throws Exception {
    Path told = directory.resolve("told");
    // In the place of systemd's own program.
    Path program =
        Files.writeString(
            directory.resolve("systemd-notify"), "#!/bin/sh\necho \"$1\" >> " + told + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    ReadinessNotice notice =
        ReadinessNotice.in(Map.of("NOTIFY_SOCKET", "/run/it", "PATH", directory.toString()));

    notice.ready("serving");
    notice.reloading();
    notice.stopping();
    notice.ready("serving");
    notice.close();
    notice.ready("serving");

    assertThat(Files.readAllLines(told))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo("READY=1"),
            second -> assertThat(second).isEqualTo("RELOADING=1"),
            third -> assertThat(third).isEqualTo("STOPPING=1"));
  }
}
