package dev.jetticorn.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Client;
import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.FrameClient;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** More connections than {@code worker_connections} that ask for nothing, and those that do. */
@Timeout(120)
final class ManyConnectionsIT {
  private static final int MANY = 2_000;
  private static final byte[] NOTHING = {};
  private static final byte[] HALF_A_HELLO = {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
  private static final byte[] HALF_A_HEAD = "GET / HTTP/1.1\r\nHost: ".getBytes(ISO_8859_1);
  private static final byte[] REQUEST =
      "GET /request HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(ISO_8859_1);

  @TempDir static Path directory;

  @BeforeAll
  static void pack() {
    WarFile.of("requests").in(directory, "app.war");
  }

  static Stream<Arguments> connections() {
    return Stream.of(
        Arguments.of("silent where TLS is spoken", 0, NOTHING),
        Arguments.of("with half of a TLS hello", 0, HALF_A_HELLO),
        Arguments.of("silent where HTTP/1.1 is spoken", 1, NOTHING),
        Arguments.of("with half of a head", 1, HALF_A_HEAD),
        Arguments.of("kept alive", 1, REQUEST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("connections")
  void letOthersIn(String what, int listener, byte[] sent) throws Exception {
    Path released = directory.resolve("released-" + what.replace(' ', '-').replace('/', '-'));
    List<Socket> many = new ArrayList<>();
    try (RunningConnector server =
            Connector.in(directory)
                .with("--war", "app.war", "--certfile", "self-signed")
                .with("--bind", "https://127.0.0.1:0", "--bind", "http://127.0.0.1:0")
                .start(2);
        FrameClient old = FrameClient.connect(server.port())) {
      old.get(1, "/hold?until=app.war");
      assertThat(old.response(1).status()).isEqualTo(200);
      old.get(3, "/hold?until=" + released.getFileName());
      int port = URI.create(server.url(listener, "/")).getPort();
      for (int i = 0; i < MANY; i++) {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        many.add(client);
        client.getOutputStream().write(sent);
      }

      for (int i = 0; i < 3; i++) {
        assertThat(Client.get(server.url("/request")).statusCode()).isEqualTo(200);
        assertThat(Client.get(server.url(1, "/request")).statusCode()).isEqualTo(200);
      }
      server
          .program()
          .awaitErr(
              line ->
                  line.endsWith(
                      "127.0.0.1: idle connection closed to let others in (worker_connections)"));
      Files.createFile(released);
      assertThat(old.response(3).status()).isEqualTo(200);
    } finally {
      for (Socket client : many) {
        client.close();
      }
    }
  }
}
