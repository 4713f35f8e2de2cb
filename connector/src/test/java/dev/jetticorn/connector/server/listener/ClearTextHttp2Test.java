package dev.jetticorn.connector.server.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Http1Client;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 without TLS: RFC 9113, sections 3.3 and 3.4, and RFC 7540, section 3.2. */
@Timeout(60)
class ClearTextHttp2Test {
  private static final String UPGRADE = "Connection: Upgrade, HTTP2-Settings";

  @ParameterizedTest
  @ValueSource(strings = {"prior-knowledge", "both"})
  void aTrustedPeerSpeaksHttp2WithPriorKnowledge(String mode) throws Exception {
    try (var server = start(mode, Map.of("http2_max_concurrent_streams", "7"));
        var client = FrameClient.connect(port(server))) {
      assertThat(client.nextSettings()).containsEntry(FrameClient.MAX_CONCURRENT_STREAMS, 7);
      client.send(Frame.get(1, "/a"));

      assertThat(client.exchange(1).text()).isEqualTo("HTTP/2.0 GET /a http 0");
    }
  }

  @Test
  void thePrefaceMayComeByteByByte() throws Exception {
    try (var server = start("prior-knowledge");
        var client = FrameClient.open(port(server))) {
      for (byte next : FrameClient.preface()) {
        client.sendBytes(next);
      }
      client.send(Frame.settings(Map.of()), Frame.get(1, "/a"));

      assertThat(client.exchange(1).text()).isEqualTo("HTTP/2.0 GET /a http 0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n",
        "GET / HTTP/1.0\n",
        "PRI * HTTP/1.1\r\n\r\n",
      })
  void aTrustedPeerThatDoesNotGets400AndIsCutOff(String beginning) throws Exception {
    try (var server = start("prior-knowledge");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(beginning.getBytes(StandardCharsets.ISO_8859_1));

      assertThat(client.nextHead())
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("Connection: close\r\n");
      assertThat(client.rest()).contains("http2_cleartext = prior-knowledge");
    }
  }

  @Test
  void aRequestLineWithoutEndGets400Too() throws Exception {
    try (var server = start("prior-knowledge");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(("GET /" + "a".repeat(5_000)).getBytes(StandardCharsets.US_ASCII));

      assertThat(client.nextHead()).startsWith("HTTP/1.1 400 Bad Request\r\n");
      client.endSending();
      client.rest();
    }
  }

  /** RFC 9113, section 3.4: an invalid preface is a connection error. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n",
        "INVALID CONNECTION PREFACE\r\n\r\n",
        "\r\n.\r\n",
        "\u0016\u0003\u0001\u0002",
      })
  void aTrustedPeerThatSpeaksNeitherGetsGoAway(String beginning) throws Exception {
    for (String mode : new String[] {"prior-knowledge", "both"}) {
      try (var server = start(mode);
          var client = FrameClient.open(port(server))) {
        client.sendBytes(beginning.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(client.nextGoAway()).as(mode).isEqualTo(0x1);
        assertThat(client.isClosedByServer()).as(mode).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n", "\r\n\r\n"})
  void aTrustedPeerThatMayDoEitherSpeaksHttp1(String before) throws Exception {
    try (var server = start("both");
        var client = Http1Client.connect(port(server))) {
      for (char c : (before + "GET /a HTTP/1.1\r\nHost: a\r\n\r\n").toCharArray()) {
        client.sendText(String.valueOf(c));
      }
      assertThat(client.exchange("GET").text()).isEqualTo("HTTP/1.1 GET /a http 0");
    }
    try (var server = start("both");
        var client = Http1Client.connect(port(server))) {
      String path = "/" + "a".repeat(3_000);
      client.sendText(before + "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.exchange("GET").text()).isEqualTo("HTTP/1.1 GET " + path + " http 0");
    }
  }

  @Test
  void aPeerThatLeavesWithinThePrefaceIsLetGo() throws Exception {
    try (var server = start("prior-knowledge");
        var client = FrameClient.open(port(server))) {
      client.sendBytes("PRI".getBytes(StandardCharsets.US_ASCII));
      client.endSending();

      assertThat(client.isClosedByServer()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "off, 127.0.0.1",
    "upgrade, 127.0.0.1",
    "off, 10.0.0.0/8",
    "prior-knowledge, 10.0.0.0/8",
    "upgrade, 10.0.0.0/8",
    "both, 10.0.0.0/8"
  })
  void thePrefaceIsABadRequestWhereItIsNotAllowed(String mode, String trusted) throws Exception {
    try (var server = start(mode, Map.of("forwarded_allow_ips", trusted));
        var client = FrameClient.open(port(server))) {
      client.sendBytes(FrameClient.preface());

      assertThat(client.nextHead()).startsWith("HTTP/1.1 400 ");
      client.rest();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "prior-knowledge", "upgrade", "both"})
  void anUntrustedPeerSpeaksHttp1AsIfOff(String mode) throws Exception {
    try (var server = start(mode, Map.of("forwarded_allow_ips", "10.0.0.0/8"));
        var client = Http1Client.connect(port(server))) {
      client.send("GET /a HTTP/1.1", "Host: a");
      assertThat(client.exchange("GET").text()).isEqualTo("HTTP/1.1 GET /a http 0");

      client.send(
          "GET /b HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: AAMAAABk");
      assertThat(client.exchange("GET").text()).isEqualTo("HTTP/1.1 GET /b http 0");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"upgrade", "both"})
  void aTrustedPeerUpgradesAndIsAnsweredOnStream1(String mode) throws Exception {
    try (var server = start(mode);
        var client = FrameClient.open(port(server))) {
      client.sendBytes(request("GET /a HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", settings()));

      assertThat(client.nextHead())
          .startsWith("HTTP/1.1 101 Switching Protocols\r\n")
          .contains("Upgrade: h2c\r\n", "Connection: Upgrade\r\n");
      client.sendBytes(FrameClient.preface());
      client.send(Frame.settings(Map.of()), Frame.get(3, "/b"));
      assertThat(client.next(frame -> true).type()).isEqualTo(Frame.SETTINGS);
      assertThat(client.exchange(1).text()).isEqualTo("HTTP/2.0 GET /a http 0");
      assertThat(client.exchange(3).text()).isEqualTo("HTTP/2.0 GET /b http 0");
    }
  }

  /** RFC 7540, section 3.2.1: the 101 is the acknowledgement. */
  @Test
  void theSettingsOfTheUpgradeHoldForItsAnswerAndAreNotAcknowledged() throws Exception {
    try (var server = start("upgrade");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(
          request(
              "GET /a HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", settings(0, 4, 0, 0, 0, 8)));
      client.nextHead();
      client.sendBytes(FrameClient.preface());
      client.send(Frame.settings(Map.of()));

      assertThat(client.next(Frame.DATA).payload()).asString().isEqualTo("HTTP/2.0");
      client.next(frame -> frame.type() == Frame.SETTINGS && frame.has(Frame.ACK));
      client.send(Frame.ping(7));
      assertThat(client.next(frame -> frame.has(Frame.ACK)).type()).isEqualTo(Frame.PING);

      client.send(Frame.windowUpdate(1, 100));
      assertThat(client.next(Frame.DATA).payload()).asString().isEqualTo(" GET /a http 0");
    }
  }

  @Test
  void anUpgradeMayComeAfterOtherRequests() throws Exception {
    try (var server = start("both");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(request("GET /first HTTP/1.1", "Host: a"));
      assertThat(client.nextHead()).startsWith("HTTP/1.1 200 OK\r\n");
      client.sendBytes(
          request("GET /second HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", settings()));

      // The body of the first answer comes first.
      assertThat(client.nextHead()).contains("HTTP/1.1 101 Switching Protocols\r\n");
      client.sendBytes(FrameClient.preface());
      client.send(Frame.settings(Map.of()));
      assertThat(client.exchange(1).status()).isEqualTo(200);
    }
  }

  /** An upgrade is an offer; what cannot be granted is a request of HTTP/1.1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no settings         | Connection: Upgrade, HTTP2-Settings | X: y",
        "settings twice      | Connection: Upgrade, HTTP2-Settings | HTTP2-Settings: AAMAAABk~HTTP2-Settings: AAMAAABk",
        "handed on by others | Connection: Upgrade                 | HTTP2-Settings: AAMAAABk",
        "a body is expected  | Connection: Upgrade, HTTP2-Settings | HTTP2-Settings: AAMAAABk~Expect: 100-continue~Content-Length: 0",
      })
  void whatCannotBeUpgradedIsServedHttp1(String why, String connection, String fields)
      throws Exception {
    try (var server = start("upgrade");
        var client = Http1Client.connect(port(server))) {
      client.send(
          "GET /a HTTP/1.1", "Host: a", "Upgrade: h2c", connection, fields.replace("~", "\r\n"));

      Exchange answer = client.exchange("GET");
      assertThat(answer.status()).as(why).isEqualTo(200);
      assertThat(answer.text()).as(why).isEqualTo("HTTP/1.1 GET /a http 0");
    }
  }

  @Test
  void aRequestWithABodyIsNotUpgraded() throws Exception {
    try (var server = start("upgrade");
        var client = Http1Client.connect(port(server))) {
      client.send(
          "POST /a HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", settings(), "Content-Length: 5");
      client.sendText("hello");
      assertThat(client.exchange("POST").text()).isEqualTo("HTTP/1.1 POST /a http 5");

      client.send(
          "POST /b HTTP/1.1",
          "Host: a",
          UPGRADE,
          "Upgrade: h2c",
          settings(),
          "Transfer-Encoding: chunked");
      client.sendText("3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.exchange("POST").text()).isEqualTo("HTTP/1.1 POST /b http 3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // not base64url
        "AAMAAAB/",
        "%%%",
        // five bytes, and seven
        "AAMAAAA",
        "AAMAAABkAA",
        // SETTINGS_INITIAL_WINDOW_SIZE above 2^31-1, SETTINGS_ENABLE_PUSH = 2
        "AASAAAAA",
        "AAIAAAAC",
      })
  void malformedSettingsAreABadRequest(String value) throws Exception {
    try (var server = start("upgrade");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(
          request(
              "GET /a HTTP/1.1", "Host: a", UPGRADE, "Upgrade: h2c", "HTTP2-Settings: " + value));

      assertThat(client.nextHead()).startsWith("HTTP/1.1 400 ");
      client.rest();
    }
  }

  @Test
  void theApplicationDoesNotSeeTheFieldsOfTheConnection() throws Exception {
    try (var server = start("upgrade");
        var client = FrameClient.open(port(server))) {
      client.sendBytes(
          request(
              "GET /fields HTTP/1.1",
              "Host: a",
              "Connection: Upgrade, HTTP2-Settings, X-Hop",
              "Upgrade: h2c",
              "TE: gzip",
              "X-Hop: 1",
              "X-End: 2",
              settings()));
      client.nextHead();
      client.sendBytes(FrameClient.preface());
      client.send(Frame.settings(Map.of()));

      assertThat(client.exchange(1).text())
          .contains("X-End")
          .doesNotContain("X-Hop", "Upgrade", "Connection", "TE", "HTTP2-Settings");
    }
  }

  private static ConnectorServer start(String mode) {
    return start(mode, Map.of());
  }

  private static ConnectorServer start(String mode, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("bind", "127.0.0.1:0");
    settings.put("http2_cleartext", mode);
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", new TellingServlet())));
  }

  private static int port(ConnectorServer server) {
    return server.addresses().get(0).getPort();
  }

  private static byte[] request(String... lines) {
    return (String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  /** The field with these bytes of a SETTINGS frame's payload. */
  private static String settings(int... bytes) {
    byte[] payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    return "HTTP2-Settings: " + Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
  }

  /** Answers what it was asked, and for /fields the names of the header fields. */
  private static final class TellingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      int body = request.getInputStream().readAllBytes().length;
      response
          .getOutputStream()
          .print(
              request.getRequestURI().equals("/fields")
                  ? String.join(",", Collections.list(request.getHeaderNames()))
                  : String.join(
                      " ",
                      request.getProtocol(),
                      request.getMethod(),
                      request.getRequestURI(),
                      request.getScheme(),
                      String.valueOf(body)));
    }
  }
}
