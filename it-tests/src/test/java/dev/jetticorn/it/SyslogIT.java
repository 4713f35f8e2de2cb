package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.Finished;
import dev.jetticorn.it.harness.Ports;
import dev.jetticorn.it.harness.Program;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.Tool;
import dev.jetticorn.it.harness.Waiting;
import dev.jetticorn.it.harness.WarFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The logs in a real rsyslog. */
final class SyslogIT {
  @TempDir Path directory;

  private int port;

  @BeforeEach
  void pack() throws IOException {
    WarFile.of("requests").in(directory, "app.war");
    port = Ports.free();
    Files.writeString(
        directory.resolve("rsyslog.conf"),
        """
        module(load="imudp")
        module(load="imptcp")
        module(load="imuxsock" SysSock.Use="off")
        input(type="imudp" address="127.0.0.1" port="%2$d")
        input(type="imptcp" address="127.0.0.1" port="%2$d")
        input(type="imptcp" path="%1$s/stream.sock")
        input(type="imuxsock" socket="%1$s/datagrams.sock")
        template(name="received" type="string"
                 string="%%syslogfacility-text%%.%%syslogseverity-text%% %%syslogtag%%%%msg%%\\n")
        action(type="omfile" file="%1$s/received" template="received")
        """
            .formatted(directory, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "udp://127.0.0.1:%2$d",
        "tcp://127.0.0.1:%2$d",
        "unix://%1$s/stream.sock",
        // As /dev/log is.
        "unix://%1$s/datagrams.sock",
        "unix://%1$s/datagrams.sock#dgram"
      })
  void hasBothLogs(String address) throws Exception {
    try (Program syslog = rsyslog();
        RunningConnector server =
            connector()
                .with("--log-syslog", "--log-syslog-to", address.formatted(directory, port))
                .with("--log-syslog-prefix", "shop", "--log-syslog-facility", "local5")
                .start()) {
      Tool.CURL.run("-ksS", "--http2", server.url("/request")).succeeded();
      String pid = "[" + server.program().pid() + "]";
      server.stop();

      assertThat(Waiting.until(() -> received().contains(".access:"))).isTrue();
      assertThat(received())
          .contains("local5.info gunicorn.shop.error: " + pid + " Listening at: ")
          .containsPattern(
              "local5\\.info gunicorn\\.shop\\.access: \\Q%s\\E 127\\.0\\.0\\.1 .* \"GET /request HTTP/2\\.0\" 200"
                  .formatted(pid));
      assertThat(syslog.isRunning()).isTrue();
    }
  }

  @Test
  void hasNoAccessLogWhenASettingKeepsItOut() throws Exception {
    try (Program syslog = rsyslog();
        RunningConnector server =
            connector()
                .with("--log-syslog", "--log-syslog-to", "tcp://localhost:" + port)
                .with("--disable-redirect-access-to-syslog", "--name", "my:shop")
                .start()) {
      Tool.CURL.run("-ksS", server.url("/request")).succeeded();
      server.stop();

      assertThat(Waiting.until(() -> received().contains("gunicorn.my.shop.error: "))).isTrue();
      assertThat(received()).doesNotContain(".access:");
      assertThat(syslog.isRunning()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "datagrams.sock#stream, #stream, Protocol wrong type for socket",
    "stream.sock#dgram, #dgram, takes no datagrams"
  })
  void refusesAUnixSocketOfAnotherKindThanItIsSaidToBe(String socket, String kind, String why)
      throws Exception {
    try (Program syslog = rsyslog()) {
      Finished refused =
          connector()
              .with("--log-syslog", "--log-syslog-to", "unix://" + directory + "/" + socket)
              .run();

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.err())
          .contains("error: cannot log to `unix://" + directory + "/" + socket + "`", why)
          .contains("help: leave `" + kind + "` away, and it may be a socket of either kind");
      assertThat(syslog.isRunning()).isTrue();
    }
  }

  private Program rsyslog() {
    Program syslog =
        Tool.RSYSLOGD.start(
            directory, Map.of(), "-n", "-f", "rsyslog.conf", "-i", directory + "/rsyslog.pid");
    // It opens its inputs in the order of the file.
    assertThat(Waiting.until(() -> Files.exists(directory.resolve("datagrams.sock"))))
        .as("%s", syslog)
        .isTrue();
    return syslog;
  }

  private String received() {
    try {
      Path file = directory.resolve("received");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Connector connector() {
    return Connector.in(directory)
        .with("--war", "app.war", "--certfile", "self-signed", "--bind", "127.0.0.1:0");
  }
}
