package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9113, 8: a malformed request ends its stream, no servlet sees it, and others go on. */
class MalformedRequestsTest {
  private static final String[] GET = {
    ":method", "GET", ":scheme", "http", ":path", "/", ":authority", "localhost"
  };

  private static final Queue<String> SERVED = new ConcurrentLinkedQueue<>();
  private static ServletServer server;

  @BeforeAll
  static void start() throws Exception {
    server =
        ServletServer.with(
                "/*",
                (request, response) -> {
                  SERVED.add(request.getRequestURI());
                  request.getInputStream().readAllBytes();
                  response.getWriter().print("served");
                })
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Arguments> malformedHeads() {
    return Stream.of(
        Arguments.of("8.3.1: no method", fields(":scheme", "http", ":path", "/")),
        Arguments.of("8.3.1: no scheme", fields(":method", "GET", ":path", "/")),
        Arguments.of("8.3.1: no path", fields(":method", "GET", ":scheme", "http")),
        Arguments.of(
            "8.3.1: an empty path", fields(":method", "GET", ":scheme", "http", ":path", "")),
        Arguments.of("8.3: no pseudo-header at all", fields("x", "y")),
        Arguments.of("8.3: a method twice", fields(GET, ":method", "GET")),
        Arguments.of("8.3: a scheme twice", fields(GET, ":scheme", "http")),
        Arguments.of("8.3: a path twice", fields(GET, ":path", "/")),
        Arguments.of("8.3: an authority twice", fields(GET, ":authority", "localhost")),
        Arguments.of("8.3: a pseudo-header that nobody knows", fields(GET, ":x", "y")),
        Arguments.of("8.3: a pseudo-header of responses", fields(GET, ":status", "200")),
        Arguments.of("8.3: a response", fields(":status", "200")),
        Arguments.of(
            "8.3: a pseudo-header after a field",
            fields(":method", "GET", ":scheme", "http", "x", "y", ":path", "/")),
        Arguments.of("8.2.1: a name in capitals", fields(GET, "X-Name", "y")),
        Arguments.of("8.2.1: a space in a name", fields(GET, "x name", "y")),
        Arguments.of("8.2.1: a control character in a name", fields(GET, "x\u0001", "y")),
        Arguments.of("8.2.1: a line feed in a value", fields(GET, "x", "a\nb")),
        Arguments.of("8.2.1: a carriage return in a value", fields(GET, "x", "a\rb")),
        Arguments.of("8.2.1: NUL in a value", fields(GET, "x", "a\0b")),
        Arguments.of("8.2.1: a value that begins with a space", fields(GET, "x", " y")),
        Arguments.of("8.2.1: a value that ends with a tab", fields(GET, "x", "y\t")),
        Arguments.of("8.2.2: Connection", fields(GET, "connection", "close")),
        Arguments.of("8.2.2: Connection, even with TE", fields(GET, "connection", "TE")),
        Arguments.of("8.2.2: Keep-Alive", fields(GET, "keep-alive", "timeout=5")),
        Arguments.of("8.2.2: Proxy-Connection", fields(GET, "proxy-connection", "close")),
        Arguments.of("8.2.2: Transfer-Encoding", fields(GET, "transfer-encoding", "chunked")),
        Arguments.of("8.2.2: Upgrade", fields(GET, "upgrade", "h2c")),
        Arguments.of("8.2.2: TE other than trailers", fields(GET, "te", "trailers, deflate")),
        Arguments.of("8.1.1: content that does not come", fields(GET, "content-length", "1")),
        Arguments.of("8.1.1: a length below 0", fields(GET, "content-length", "-1")),
        Arguments.of("8.1.1: a length with a sign", fields(GET, "content-length", "+0")),
        Arguments.of(
            "8.1.1: two lengths", fields(GET, "content-length", "0", "content-length", "1")),
        Arguments.of(
            "9110, 8.6: a length twice", fields(GET, "content-length", "0", "content-length", "0")),
        Arguments.of("8.3.1: another Host", fields(GET, "host", "example.org")),
        Arguments.of("8.3.1: another port in Host", fields(GET, "host", "localhost:81")),
        Arguments.of("9110, 7.2: two Hosts", fields(GET, "host", "localhost", "host", "localhost")),
        Arguments.of("8.1.1: a length that is no number", fields(GET, "content-length", "x")),
        Arguments.of("8.1.1: a length that is empty", fields(GET, "content-length", "")),
        Arguments.of("8.1.1: a length in a list", fields(GET, "content-length", "0, 0")),
        Arguments.of("8.1.1: a length beyond all", fields(GET, "content-length", "9".repeat(30))),
        Arguments.of("8.2.1: a name without characters", fields(GET, "", "y")),
        Arguments.of("8.2.1: a colon in a name", fields(GET, "x:", "y")),
        Arguments.of("8.3.1: a user in the authority", get("GET", "/", "user@localhost")),
        Arguments.of("8.3.1: an empty user in the authority", get("GET", "/", "@localhost")),
        Arguments.of("9110, 4.2.1: an empty authority", get("GET", "/", "")),
        Arguments.of("9110, 4.2.1: a port alone", get("GET", "/", ":80")),
        Arguments.of("3986, 3.2.3: port 65536", get("GET", "/", "localhost:65536")),
        Arguments.of("3986, 3.2.3: port 0", get("GET", "/", "localhost:0")),
        Arguments.of("3986, 3.2.3: a port with a sign", get("GET", "/", "localhost:+80")),
        Arguments.of("3986, 3.2.3: a port that is no number", get("GET", "/", "localhost:x")),
        Arguments.of("3986, 3.2.2: a space in the authority", get("GET", "/", "local host")),
        Arguments.of("3986, 3.2.2: a path in the authority", get("GET", "/", "localhost/x")),
        Arguments.of("3986, 3.2.2: an open bracket", get("GET", "/", "[::1")),
        Arguments.of("9110, 7.2: a Host with a space", fields(host("local host"))),
        Arguments.of("9110, 7.2: a Host with a sign", fields(host("localhost:+80"))),
        Arguments.of("8.3.1: an absolute path", get("GET", "http://localhost/", "localhost")),
        Arguments.of("8.3.1: an empty path", get("GET", "", "localhost")),
        Arguments.of("8.3.1: a query without a path", get("GET", "?x", "localhost")),
        Arguments.of(
            "8.3.1: a scheme that nobody serves",
            fields(":method", "GET", ":scheme", "x", ":path", "/")),
        Arguments.of(
            "8.3.1: an empty scheme", fields(":method", "GET", ":scheme", "", ":path", "/")),
        Arguments.of("8441, 4: a protocol without CONNECT", fields(GET, ":protocol", "websocket")),
        Arguments.of(
            "8441, 4: a protocol without a path",
            fields(
                ":method",
                "CONNECT",
                ":protocol",
                "x",
                ":scheme",
                "http",
                ":authority",
                "localhost")),
        Arguments.of(
            "8441, 4: a protocol without a scheme",
            fields(
                ":method", "CONNECT", ":protocol", "x", ":path", "/", ":authority", "localhost")),
        Arguments.of(
            "8.5: CONNECT with a scheme",
            fields(":method", "CONNECT", ":scheme", "http", ":authority", "localhost:80")),
        Arguments.of("8.2.2: TE: gzip", fields(GET, "te", "gzip")),
        Arguments.of("9110, 9.1: a method that is no token", get("GE T", "/", "localhost")),
        Arguments.of("9110, 9.1: an empty method", get("", "/", "localhost")),
        Arguments.of("8.3.1: a path without a slash", get("GET", "x", "localhost")),
        Arguments.of("8.3.1: an asterisk without OPTIONS", get("GET", "*", "localhost")),
        Arguments.of("3986, 3.3: a space in the path", get("GET", "/a b", "localhost")),
        Arguments.of("3986, 3.3: DEL in the path", get("GET", "/a\u007fb", "localhost")),
        Arguments.of("3986, 3.3: beyond ASCII in the path", get("GET", "/a\u00e9", "localhost")),
        Arguments.of("3986, 3.5: a fragment", get("GET", "/a#b", "localhost")),
        Arguments.of("8.5: CONNECT with a path", get("CONNECT", "/", "localhost:80")),
        Arguments.of(
            "8.5: CONNECT without a port", fields(":method", "CONNECT", ":authority", "localhost")),
        Arguments.of("8.5: CONNECT without an authority", fields(":method", "CONNECT")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedHeads")
  void endTheirStream(String what, String[] fields) throws Exception {
    SERVED.clear();
    try (FrameClient client = server.http2()) {
      client.send(ended(1, fields), Frame.get(3, "/bystander"));

      Exchange malformed = client.exchange(1);

      assertThat(malformed.resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(malformed.status()).isZero();
      assertThat(client.exchange(3).text()).isEqualTo("served");
      assertThat(SERVED).containsExactly("/bystander");
    }
  }

  static Stream<Arguments> honestHeads() {
    return Stream.of(
        Arguments.of("a Host that says the same", fields(GET, "host", "localhost")),
        Arguments.of("a Host that says the same port", fields(GET, "host", "LOCALHOST:80")),
        Arguments.of("a Host in place of the authority", host("localhost")),
        Arguments.of("an address and a port", get("GET", "/", "[::1]:8443")),
        Arguments.of("TE: trailers", fields(GET, "te", "trailers")),
        Arguments.of("an empty value", fields(GET, "x", "")),
        Arguments.of("white space inside a value", fields(GET, "x", "a \t b")),
        Arguments.of("obsolete text in a value", fields(GET, "x", "\u00e9")),
        Arguments.of("a length of 0", fields(GET, "content-length", "0")),
        Arguments.of("what browsers leave in a query", get("GET", "/?a|b{c}^`", "localhost")),
        Arguments.of("a method that nobody knows", get("FETCH-IT", "/", "localhost")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("honestHeads")
  void areToldFromUnusualOnes(String what, String[] fields) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(ended(1, fields));

      assertThat(client.exchange(1).text()).isEqualTo("served");
    }
  }

  static Stream<Arguments> malformedBodies() {
    byte[] block = Frame.block("x-sum", "1");
    return Stream.of(
        Arguments.of("more content than said", "3", List.of(Frame.data(1, bytes(4), true))),
        Arguments.of("less content than said", "5", List.of(Frame.data(1, bytes(4), true))),
        Arguments.of(
            "more content in two frames",
            "5",
            List.of(Frame.data(1, bytes(4), false), Frame.data(1, bytes(4), true))),
        Arguments.of(
            "less content before trailers",
            "5",
            List.of(
                Frame.data(1, bytes(4), false),
                Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, block))),
        Arguments.of(
            "trailers that do not end the stream",
            "4",
            List.of(Frame.data(1, bytes(4), false), Frame.headers(1, Frame.END_HEADERS, block))),
        Arguments.of(
            "a pseudo-header in trailers",
            "4",
            List.of(Frame.data(1, bytes(4), false), ended(1, ":method", "GET"))),
        Arguments.of(
            "a status in trailers",
            "4",
            List.of(Frame.data(1, bytes(4), false), ended(1, ":status", "200"))),
        Arguments.of(
            "a connection-specific field in trailers",
            "4",
            List.of(Frame.data(1, bytes(4), false), ended(1, "connection", "close"))),
        Arguments.of(
            "a name in capitals in trailers",
            "4",
            List.of(Frame.data(1, bytes(4), false), ended(1, "X-Sum", "1"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedBodies")
  void endTheirStreamWithTheBody(String what, String length, List<Frame> rest) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(Frame.post(1, "/", "content-length", length));
      client.send(rest.toArray(Frame[]::new));
      client.send(Frame.get(3, "/bystander"));

      assertThat(client.exchange(1).resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(client.exchange(3).text()).isEqualTo("served");
    }
  }

  /** RFC 9113, 8.1: the response may be there before the request is, mistakes included. */
  @Test
  void endTheirStreamAlsoWhenTheyAreAnswered() throws Exception {
    try (var early =
            ServletServer.with("/", (request, response) -> response.getWriter().print("early"))
                .start();
        var client = early.http2()) {
      client.send(Frame.post(1, "/", "content-length", "5"));
      assertThat(client.nextOf(1).type()).isEqualTo(Frame.HEADERS);
      assertThat(client.nextOf(1).has(Frame.END_STREAM)).isTrue();

      client.send(Frame.data(1, bytes(4), true));

      assertThat(client.next(Frame.RST_STREAM).intAt(0)).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
    }
  }

  /** RFC 9113, 8.1. */
  @Test
  void areNotWhatAClientIsToldThatNeedNotGoOn() throws Exception {
    try (var early =
            ServletServer.with("/", (request, response) -> response.getWriter().print("early"))
                .start();
        var client = early.http2()) {
      client.send(Frame.post(1, "/", "content-length", "5"));

      Exchange exchange = client.exchange(1);

      assertThat(exchange.text()).isEqualTo("early");
      assertThat(client.next(Frame.RST_STREAM).intAt(0)).isEqualTo(ErrorCode.NO_ERROR.code);
    }
  }

  private static Frame ended(int streamId, String... fields) {
    return Frame.headers(streamId, Frame.END_HEADERS | Frame.END_STREAM, Frame.block(fields));
  }

  private static String[] fields(String... namesAndValues) {
    return namesAndValues;
  }

  private static String[] fields(String[] some, String... more) {
    return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
  }

  private static String[] get(String method, String path, String authority) {
    return fields(":method", method, ":scheme", "http", ":path", path, ":authority", authority);
  }

  private static String[] host(String host) {
    return fields(":method", "GET", ":scheme", "http", ":path", "/", "host", host);
  }

  private static byte[] bytes(int count) {
    return new byte[count];
  }
}
