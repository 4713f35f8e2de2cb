package dev.jetticorn.connector.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.CapturedLog;
import dev.jetticorn.connector.testing.UnixReceiver;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadinessNoticeTest {
  @TempDir Path directory;

  /** A reload may end while the server stops; systemd would take the server for ready again. */
  @Test
  void tellsNothingAfterTheStop() throws Exception {
    Path socket = directory.resolve("notify");
    try (UnixReceiver manager = UnixReceiver.at(socket)) {
      ReadinessNotice notice = ReadinessNotice.in(Map.of("NOTIFY_SOCKET", socket.toString()));

      notice.ready("serving");
      notice.reloading();
      notice.stopping();
      notice.ready("serving");
      // What is told next is told by somebody else.
      ReadinessNotice.in(Map.of("NOTIFY_SOCKET", socket.toString())).ready("another");

      assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=serving");
      assertThat(manager.next()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
      assertThat(manager.next()).isEqualTo("STOPPING=1");
      assertThat(manager.next()).isEqualTo("READY=1\nSTATUS=another");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/notify", "@jetticorn.no.such.notify", "vsock:2:1"})
  void saysThatItCannotTell(String socket) {
    try (var log = new CapturedLog(ReadinessNotice.class)) {
      ReadinessNotice.in(Map.of("NOTIFY_SOCKET", socket)).ready("serving");

      assertThat(log.messages())
          .singleElement()
          .asString()
          .startsWith(
              "the service manager at " + socket + " (NOTIFY_SOCKET) is not told READY=1: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "absent"})
  void tellsNobodyWhereNobodyAsks(String value) {
    try (var log = new CapturedLog(ReadinessNotice.class)) {
      ReadinessNotice.in(value.isEmpty() ? Map.of("NOTIFY_SOCKET", "") : Map.of()).stopping();

      assertThat(log.messages()).isEmpty();
    }
  }
}
