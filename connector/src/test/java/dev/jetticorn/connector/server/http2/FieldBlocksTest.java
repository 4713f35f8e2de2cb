package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Field blocks that are too large, and ones that cannot be decoded (RFC 7541; RFC 9113, 4.3). */
class FieldBlocksTest {
  private static final int MAX_HEADER_LIST_SIZE = 2_000;

  /** The first entry behind the 61 of the static table, as an indexed field (RFC 7541, 6.1). */
  private static final byte NEWEST_ENTRY = (byte) (0x80 | 62);

  private ServletServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        ServletServer.with(
                "/", (request, response) -> response.getWriter().print(request.getHeader("kept")))
            .http2Configuration(http -> http.setRequestHeaderSize(MAX_HEADER_LIST_SIZE))
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The field that the large block adds to the table is one that a later block refers to. */
  @Test
  void thatAreTooLargeGet431AndKeepTheTable() throws Exception {
    byte[] adding = Frame.concat(new byte[] {0x40}, literal("kept"), literal("value"));
    byte[] large =
        Frame.concat(Frame.request("GET", "/"), adding, Frame.block("x", "y".repeat(2_000)));
    byte[] referring = Frame.concat(Frame.request("GET", "/"), new byte[] {NEWEST_ENTRY});
    try (FrameClient client = server.http2()) {
      client.send(ended(1, large), ended(3, referring));

      assertThat(client.exchange(1).status()).isEqualTo(431);
      assertThat(client.exchange(3).text()).isEqualTo("value");
    }
  }

  /** The table is the client's, whatever is wrong with its request (RFC 9113, 4.3). */
  @ParameterizedTest
  @CsvSource({"content-length, x", ":authority, user@localhost", "x, 'a\nb'", "'', y", ":x, y"})
  void thatAreMalformedKeepTheTable(String name, String value) throws Exception {
    byte[] adding = Frame.concat(new byte[] {0x40}, literal("kept"), literal("value"));
    byte[] malformed =
        Frame.concat(
            Frame.block(":method", "GET", ":scheme", "http", ":path", "/", name, value), adding);
    byte[] referring = Frame.concat(Frame.request("GET", "/"), new byte[] {NEWEST_ENTRY});
    try (FrameClient client = server.http2()) {
      client.send(ended(1, malformed), ended(3, referring));

      assertThat(client.exchange(1).resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(client.exchange(3).text()).isEqualTo("value");
    }
  }

  /** A field that is malformed is so wherever it comes from. */
  @Test
  void areMalformedByReferenceToo() throws Exception {
    byte[] adding = Frame.concat(new byte[] {0x40}, literal("x"), literal("a\nb"));
    byte[] referring = Frame.concat(Frame.request("GET", "/"), new byte[] {NEWEST_ENTRY});
    try (FrameClient client = server.http2()) {
      client.send(ended(1, Frame.concat(Frame.request("GET", "/"), adding)), ended(3, referring));

      assertThat(client.exchange(1).resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
      assertThat(client.exchange(3).resetWith()).isEqualTo(ErrorCode.PROTOCOL_ERROR.code);
    }
  }

  /** RFC 9113, 8.2.3. */
  @Test
  void haveOneCookieFieldForTheServlet() throws Exception {
    try (var echo =
            ServletServer.with(
                    "/",
                    (request, response) ->
                        response.getWriter().print(Collections.list(request.getHeaders("Cookie"))))
                .start();
        var client = echo.http2()) {
      client.send(Frame.get(1, "/", "cookie", "a=b", "x", "y", "cookie", "c=d; e=f"));

      assertThat(client.exchange(1).text()).isEqualTo("[a=b; c=d; e=f]");
    }
  }

  /** RFC 9113, 6.5.2: 32 bytes for each field count as well. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void mayBeAsLargeAsAnnouncedAndNoLarger(int more) throws Exception {
    int pseudo = size(":method", "GET") + size(":scheme", "http") + size(":path", "/");
    int others = pseudo + size(":authority", "localhost") + size("x", "");
    String value = "y".repeat(MAX_HEADER_LIST_SIZE - others + more);
    try (FrameClient client = server.http2()) {
      client.send(Frame.get(1, "/", "x", value));

      assertThat(client.exchange(1).status()).isEqualTo(more == 0 ? 200 : 431);
    }
  }

  /** CVE-2024 and CVE-2026-33871: however many frames bring it. */
  @Test
  void thatAreFarTooLargeEndTheConnection() throws Exception {
    byte[] piece = Frame.block("x", "y".repeat(900));
    try (FrameClient client = server.http2()) {
      client.send(Frame.headers(1, Frame.END_STREAM, Frame.request("GET", "/")));
      for (int i = 0; i < FieldBlockDecoder.FAR_BEYOND * MAX_HEADER_LIST_SIZE / 900 + 1; i++) {
        client.send(Frame.continuation(1, 0, piece));
      }

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.ENHANCE_YOUR_CALM_ERROR.code);
    }
  }

  @Test
  void inManySmallFramesAreTaken() throws Exception {
    byte[] block = Frame.request("GET", "/", "kept", "value");
    try (FrameClient client = server.http2()) {
      client.send(Frame.headers(1, Frame.END_STREAM, new byte[0]));
      for (byte octet : block) {
        client.send(Frame.continuation(1, 0, new byte[] {octet}));
      }
      client.send(Frame.continuation(1, Frame.END_HEADERS, new byte[0]));

      assertThat(client.exchange(1).text()).isEqualTo("value");
    }
  }

  static Stream<Arguments> undecodable() {
    byte[] bomb = new byte[9 * MAX_HEADER_LIST_SIZE / 10];
    Arrays.fill(bomb, NEWEST_ENTRY);
    return Stream.of(
        Arguments.of("6.1: index 0", new byte[] {(byte) 0x80}),
        Arguments.of("2.3.3: an index beyond both tables", new byte[] {NEWEST_ENTRY}),
        Arguments.of("2.3.3: a name beyond both tables", new byte[] {0x7f, 0, 1, 'x'}),
        Arguments.of("5.1: an integer without end", new byte[] {(byte) 0xff, -1, -1, -1, -1, -1}),
        Arguments.of("5.2: a string longer than the block", new byte[] {0, 5, 'a'}),
        Arguments.of("5.2: padding longer than 7 bits", huffman(0xff, 0xff)),
        Arguments.of("5.2: padding of zeros", huffman(0x18)),
        Arguments.of("5.2: the end-of-string symbol", huffman(0xff, 0xff, 0xff, 0xff)),
        Arguments.of("6.3: a table above the largest", new byte[] {0x3f, -1, -1, 0x7f}),
        Arguments.of(
            "4.2: a new size of the table after a field",
            Frame.concat(Frame.request("GET", "/"), new byte[] {0x20})),
        Arguments.of(
            "4.3: a reference repeated until the list is far too large (CVE-2026-49975)",
            Frame.concat(new byte[] {0x40}, literal("x"), literal("y".repeat(100)), bomb)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undecodable")
  void thatCannotBeDecodedEndTheConnection(String what, byte[] block) throws Exception {
    try (FrameClient client = server.http2()) {
      client.send(ended(1, block));

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.COMPRESSION_ERROR.code);
    }
  }

  private static Frame ended(int streamId, byte[] block) {
    return Frame.headers(streamId, Frame.END_HEADERS | Frame.END_STREAM, block);
  }

  private static int size(String name, String value) {
    return name.length() + value.length() + 32;
  }

  /** A string that is not Huffman coded, of at most 126 bytes. */
  private static byte[] literal(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Frame.concat(new byte[] {(byte) bytes.length}, bytes);
  }

  /** A field with the name x and a value in this Huffman code. */
  private static byte[] huffman(int... code) {
    byte[] bytes = new byte[code.length];
    for (int i = 0; i < code.length; i++) {
      bytes[i] = (byte) code[i];
    }
    return Frame.concat(new byte[] {0, 1, 'x', (byte) (0x80 | bytes.length)}, bytes);
  }
}
