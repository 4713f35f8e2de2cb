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
import org.junit.jupiter.params.provider.CsvSource;
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
        "X: y\rContent-Length: 5\r\n\r\n",
        "X: y\0\r\n\r\n",
        "X: y\r\n z\r\n\r\n",
        ": y\r\n\r\n",
        " X: y\r\n\r\n",
        "Host: other\r\n\r\n",
        "Content-Length: +5\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;x=\"\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5;=y\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5 ;x\0\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n8000000000000000\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\rhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n+5\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\nX : y\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n0\r\n: y\r\n\r\n",
      })
  void getOneAnswer(String rest) throws Exception {
    String answers = exchange("POST /trailers HTTP/1.1\r\n" + HOST + rest + HIDDEN);

    // 400, or 405 when the servlet does not care for the body.
    assertThat(answers).matches("(?s)HTTP/1\\.1 40[05] .*").doesNotContain("hidden");
    assertThat(answers.split("HTTP/1.1 ", -1)).hasSize(2);
  }

  /**
   * What is said of a line that makes no request: 1,024 characters, and none that is not printed.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | GET  /two HTTP/1.1                   | "GET  /two HTTP/1.1" 400
          400 | GET /lower http/1.1                  | "GET /lower http/1.1" 400
          400 | GET /old                             | "GET /old" 400
          400 | GET /tab\\tHTTP/1.1                   | "GET /tab\\x09HTTP/1.1" 400
          400 | GET /quote" HTTPS/1.1                | "GET /quote\\" HTTPS/1.1" 400
          400 | CONNECT host HTTP/1.1                | "CONNECT host HTTP/1.1" 400
          505 | GET /new HTTP/3.0                    | "GET /new HTTP/3.0" 505
          """)
  void areLoggedAsTheyCame(int status, String line, String logged) throws Exception {
    String answer = exchange(line.replace("\\t", "\t") + "\r\n" + HOST + "\r\n" + HIDDEN);

    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("hidden");
    server.program().awaitOut(1, said -> said.contains(logged));
  }

  /** The line need not end for that, nor the limit for all fields be reached. */
  @Test
  void areRefusedAsSoonAsTheyAreTooLong() throws Exception {
    String answer = exchange("GET /" + "long".repeat(1_023));

    assertThat(answer).startsWith("HTTP/1.1 414 ");
    server
        .program()
        .awaitOut(1, said -> said.contains("\"GET /longlong") && said.contains(" 414 "));
  }

  /**
   * Two requests in one packet, the first with an early hint: it says nothing of the connection.
   */
  @Test
  void closeTheConnectionInTheFinalResponseAlone() throws Exception {
    String answer = exchange("GET /hints HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");

    String[] heads = answer.split("\r\n\r\n", -1);
    assertThat(heads[0]).startsWith("HTTP/1.1 103 ").doesNotContain("Connection");
    assertThat(heads[1]).startsWith("HTTP/1.1 200 ").contains("Connection: close");
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
