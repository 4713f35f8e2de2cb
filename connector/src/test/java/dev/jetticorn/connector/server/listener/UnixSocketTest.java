package dev.jetticorn.connector.server.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixSocketTest {
  @TempDir private Path directory;

  private Path socket() {
    return directory.resolve("app.sock");
  }

  @Test
  void servesARequestOfSomebodyWithoutAddress() throws Exception {
    try (var server = start(Map.of())) {
      assertThat(exchange("GET /a HTTP/1.1\r\nHost: shop.example:81\r\nConnection: close\r\n\r\n"))
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\n<> http shop.example 81");
      assertThat(exchange("GET /a HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\n<> http localhost 80");
      assertThat(server.addresses()).singleElement().hasToString("unix:" + socket());
    }
  }

  @Test
  void removesTheFileAtTheEndAndCanStartAgain() throws Exception {
    var server = start(Map.of());
    assertThat(socket()).exists();

    server.close();
    assertThat(socket()).doesNotExist();

    start(Map.of()).close();
    assertThat(socket()).doesNotExist();
  }

  @Test
  void replacesTheFileThatAKilledServerLeft() throws Exception {
    try (var dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(socket()));
    }
    assertThat(socket()).exists();

    try (var server = start(Map.of())) {
      assertThat(server.isServing()).isTrue();
      assertThat(exchange("GET /a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void leavesASocketAloneOnWhichSomebodyListens() throws Exception {
    try (var other = start(Map.of())) {
      assertThat(problem(Map.of())).isEqualTo("already in use");

      assertThat(other.isServing()).isTrue();
      assertThat(exchange("GET /a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  /** As many connections wait as may: it neither connects nor is refused. */
  @Test
  void leavesASocketAloneWhoseServerIsBusy() throws Exception {
    try (var busy = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        var first = SocketChannel.open(StandardProtocolFamily.UNIX);
        var second = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      busy.bind(UnixDomainSocketAddress.of(socket()), 1);
      first.connect(UnixDomainSocketAddress.of(socket()));
      second.connect(UnixDomainSocketAddress.of(socket()));

      assertThat(problem(Map.of())).startsWith("there is a socket that cannot be tried: ");
      assertThat(socket()).exists();
    }
  }

  @Test
  void leavesAnyOtherKindOfFileAlone() throws Exception {
    Files.writeString(socket(), "precious");
    assertThat(problem(Map.of())).isEqualTo("there is a file that is no socket");
    assertThat(socket()).hasContent("precious");

    Files.delete(socket());
    Files.createSymbolicLink(socket(), directory.resolve("nowhere"));
    assertThat(problem(Map.of())).isEqualTo("there is a file that is no socket");

    Files.delete(socket());
    Files.createDirectory(socket());
    assertThat(problem(Map.of())).isEqualTo("there is a file that is no socket");
  }

  @Test
  void saysWhatIsWrongWithThePath() {
    assertThat(problem(Map.of("bind", "unix:" + directory + "/none/app.sock")))
        .isEqualTo("no such file or directory");
    assertThat(problem(Map.of("bind", "unix:" + directory + "/" + "x".repeat(200))))
        .contains("too long");
  }

  @Test
  void leavesTheFileOfAnotherThatHasTakenItsPlace() throws Exception {
    var server = start(Map.of());
    Files.delete(socket());
    try (var other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      other.bind(UnixDomainSocketAddress.of(socket()));

      server.close();

      assertThat(socket()).exists();
    }
  }

  @Test
  void countsTheConnectionsAndClosesIdleOnes() throws Exception {
    try (var server = start(Map.of("worker_connections", "1", "keepalive", "1"));
        var waiting = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      // Held up until the idle one is closed.
      assertThat(exchange("GET /a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
      assertThat(waiting.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      assertThat(server.isServing()).isTrue();
    }
  }

  @Test
  void speaksHttp2WithEverybodyWhoMayConnect() throws Exception {
    Map<String, String> settings =
        Map.of("http2_cleartext", "prior-knowledge", "forwarded_allow_ips", "");
    try (var server = start(settings)) {
      String preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
      try (var client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        client.write(ByteBuffer.wrap(preface.getBytes(StandardCharsets.ISO_8859_1)));
        byte[] header = Channels.newInputStream(client).readNBytes(9);
        assertThat(header[3]).as("the type of the first frame: SETTINGS").isEqualTo((byte) 4);
      }
      assertThat(exchange("GET /a HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
      assertThat(server.isServing()).isTrue();
    }
  }

  private String exchange(String request) throws IOException {
    try (var client = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      client.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(
          Channels.newInputStream(client).readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private String problem(Map<String, String> more) {
    var problem = catchThrowableOfType(UnusableSettingException.class, () -> start(more).close());
    return problem.objection().label();
  }

  private ConnectorServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("bind", "unix:" + socket());
    settings.putAll(more);
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", new ClientServlet())));
  }

  /** Says who the client is, and what it asked for. */
  private static final class ClientServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getOutputStream()
          .print(
              "<%s> %s %s %d"
                  .formatted(
                      request.getRemoteAddr(),
                      request.getScheme(),
                      request.getServerName(),
                      request.getServerPort()));
    }
  }
}
