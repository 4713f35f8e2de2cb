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
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For whom a proxy connects. */
@Timeout(60)
class ProxyProtocolTest {
  private static final String LINE = "PROXY TCP4 203.0.113.9 10.0.0.1 4660 443\r\n";
  private static final String BYTES =
      "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000c\u00cb\0q\u0009\n\0\0\u0001\u00124\u0001\u00bb";
  private static final String REQUEST = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

  @ParameterizedTest
  @CsvSource({"v1, LINE", "auto, LINE", "v2, BYTES", "auto, BYTES"})
  void theClientIsTheOneThatTheProxyNames(String version, String header) throws Exception {
    try (var server = start(Map.of("proxy_protocol", version))) {
      assertThat(get(server, header.equals("LINE") ? LINE : BYTES).text())
          .isEqualTo("203.0.113.9 4660 http");
    }
  }

  @Test
  void theHeaderMayComeByteByByte() throws Exception {
    try (var server = start(Map.of("proxy_protocol", "v1"));
        var client = Http1Client.connect(port(server))) {
      for (char c : (LINE + REQUEST).toCharArray()) {
        client.sendText(String.valueOf(c));
      }

      assertThat(client.exchange("GET").text()).isEqualTo("203.0.113.9 4660 http");
    }
  }

  @Test
  void aProxyMaySpeakForItself() throws Exception {
    try (var server = start(Map.of("proxy_protocol", "v1"))) {
      assertThat(get(server, "PROXY UNKNOWN\r\n").text()).startsWith("127.0.0.1 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"v1, BYTES", "v2, LINE", "v1, NONE", "v2, NONE", "auto, NONE"})
  void aProxyThatDoesNotSayItIsCutOff(String version, String header) throws Exception {
    Map<String, String> headers = Map.of("LINE", LINE, "BYTES", BYTES, "NONE", "");
    try (var server = start(Map.of("proxy_protocol", version));
        var client = FrameClient.open(port(server))) {
      client.sendBytes((headers.get(header) + REQUEST).getBytes(StandardCharsets.ISO_8859_1));

      assertThat(client.isCutOff()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "v1", "v2", "auto"})
  void nothingIsBelievedOfOthers(String version) throws Exception {
    Map<String, String> settings =
        Map.of("proxy_protocol", version, "proxy_allow_ips", "10.0.0.0/8");
    try (var server = start(settings)) {
      assertThat(get(server, "").text()).startsWith("127.0.0.1 ");
      assertThat(get(server, LINE).status()).isEqualTo(400);
    }
  }

  /** The proxy hands on bytes: what they say is said by the client. */
  @Test
  void trustIsAskedForTheClientAndNotForTheProxy() throws Exception {
    Map<String, String> settings =
        Map.of(
            "proxy_protocol", "v1",
            "http2_cleartext", "both",
            "forwarded_allow_ips", "127.0.0.1, 198.51.100.0/24");
    String trusted = "PROXY TCP4 198.51.100.7 10.0.0.1 4660 443\r\n";
    try (var server = start(settings)) {
      assertThat(get(server, LINE, "X-Forwarded-Proto: https").text())
          .isEqualTo("203.0.113.9 4660 http");
      assertThat(get(server, trusted, "X-Forwarded-Proto: https").text())
          .isEqualTo("198.51.100.7 4660 https");
      try (var client = FrameClient.open(port(server))) {
        client.sendBytes((LINE + preface()).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(client.nextHead()).startsWith("HTTP/1.1 400 ");
      }
      try (var client = FrameClient.open(port(server))) {
        client.sendBytes((trusted + preface()).getBytes(StandardCharsets.ISO_8859_1));
        client.send(Frame.settings(Map.of()), Frame.get(1, "/a"));
        assertThat(client.exchange(1).text()).isEqualTo("198.51.100.7 4660 http");
      }
    }
  }

  private static String preface() {
    return new String(FrameClient.preface(), StandardCharsets.US_ASCII);
  }

  private static Exchange get(ConnectorServer server, String header, String... fields)
      throws IOException {
    try (var client = Http1Client.connect(port(server))) {
      StringBuilder request = new StringBuilder(header + "GET /a HTTP/1.1\r\nHost: a\r\n");
      for (String field : fields) {
        request.append(field).append("\r\n");
      }
      client.sendText(request + "\r\n");
      return client.exchange("GET");
    }
  }

  private static int port(ConnectorServer server) {
    return server.addresses().get(0).getPort();
  }

  private static ConnectorServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("bind", "127.0.0.1:0");
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", new ClientServlet())));
  }

  private static final class ClientServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response
          .getOutputStream()
          .print(
              request.getRemoteAddr() + " " + request.getRemotePort() + " " + request.getScheme());
    }
  }
}
