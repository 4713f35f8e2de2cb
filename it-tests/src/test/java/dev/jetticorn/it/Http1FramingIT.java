package dev.jetticorn.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.it.harness.Connector;
import dev.jetticorn.it.harness.RunningConnector;
import dev.jetticorn.it.harness.WarFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that hide another one behind them: one answer, and the connection is closed. */
final class Http1FramingIT {
  private static final String HOST = "Host: localhost\r\n";
  private static final String HIDDEN = "GET /request?hidden HTTP/1.1\r\n" + HOST + "\r\n";

  @TempDir static Path directory;
  private static RunningConnector server;

  @BeforeAll
  static void start() throws Exception {
    WarFile.of("requests").in(directory, "app.war");
    server =
        Connector.in(directory)
            .with("--war", "app.war", "--bind", "127.0.0.1:0", "--access-logfile", "-")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\nX: y\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5\r\n\r\n",
        "Content-Length : 5\r\n\r\n",
        "X: y\nContent-Length: 5\r\n\r\n",
      })
  void getOneAnswer(String rest) throws Exception {
    String answers = exchange("POST /trailers HTTP/1.1\r\n" + HOST + rest + HIDDEN);

    // 400, or 405 when the servlet does not care for the body.
    assertThat(answers).matches("(?s)HTTP/1\\.1 40[05] .*").doesNotContain("hidden");
    assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  @Test
  void leaveNothingInTheErrorLog() throws Exception {
    String before = server.log();

    var unused = exchange("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n");
    unused = exchange("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
    server.program().awaitOut(2, line -> line.contains("\" 400 "));

    assertThat(server.log()).isEqualTo(before);
  }

  /** All that comes until the server closes the connection. */
  private static String exchange(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
