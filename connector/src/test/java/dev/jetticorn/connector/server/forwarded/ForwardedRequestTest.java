package dev.jetticorn.connector.server.forwarded;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a servlet sees of a request that came through a proxy. */
@Timeout(60)
class ForwardedRequestTest {
  private static final String AS_IT_CAME = "127.0.0.1 http false proxy.example 8000";
  private static final String ALL_X = "X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Port";
  private static final String TWO_PROXIES = "127.0.0.1, 10.0.0.0/8";

  private static final String MANY =
      "X-Forwarded-For~X-Forwarded-Host, "
          + "X-Forwarded-For: garbage~X-Forwarded-Host: a/b~X-Forwarded-Proto: https";
  private static final String ONE = "Forwarded, Forwarded: for=\"";

  @TempDir private Path directory;

  /** As in gunicorn. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Proto: https                          | https true",
        "X-Forwarded-Proto: HTTPS                          | https true",
        "X-Forwarded-Proto: http                           | http false",
        "X-Forwarded-Proto: https, http                    | http false",
        "X-Forwarded-Protocol: ssl                         | https true",
        "X-Forwarded-Ssl: on                               | https true",
        "X-Forwarded-Ssl: off                              | http false",
        "X-Forwarded-Ssl: on~X-Forwarded-Proto: https      | https true",
        "X-Scheme: https                                   | http false",
      })
  void aSchemeHeaderSaysHowTheClientCame(String fields, String expected) throws Exception {
    try (var server = start(Map.of())) {
      assertThat(get(server, fields).text())
          .isEqualTo("127.0.0.1 " + expected + " proxy.example 8000");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-Ssl: on~X-Forwarded-Proto: http",
    "X-Forwarded-Proto: https~X-Forwarded-Proto: http",
  })
  void contradictorySchemeHeadersAreABadRequest(String fields) throws Exception {
    try (var server = start(Map.of())) {
      assertThat(get(server, fields).status()).isEqualTo(400);
    }
  }

  @Test
  void theSchemeHeadersAreThoseThatAreSet() throws Exception {
    try (var server = start(Map.of("secure_scheme_headers", "X-Scheme: https"))) {
      assertThat(get(server, "X-Scheme: https").text()).contains(" https true ");
      assertThat(get(server, "X-Forwarded-Proto: https").text()).isEqualTo(AS_IT_CAME);
    }
    try (var server = start(Map.of("secure_scheme_headers", ""))) {
      assertThat(get(server, "X-Forwarded-Proto: https").text()).isEqualTo(AS_IT_CAME);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For: 203.0.113.9~X-Forwarded-Host: shop.example~X-Forwarded-Port: 81",
    "Forwarded: for=203.0.113.9;host=shop.example;proto=https",
  })
  void nothingElseIsBelievedUnlessItIsNamed(String fields) throws Exception {
    try (var server = start(Map.of())) {
      assertThat(get(server, fields).text()).isEqualTo(AS_IT_CAME);
    }
  }

  @ParameterizedTest
  @CsvSource({MANY, ONE})
  void nothingIsBelievedOfOthers(String headers, String fields) throws Exception {
    Map<String, String> settings =
        Map.of("forwarded_allow_ips", "10.0.0.0/8", "forwarder_headers", headers.replace("~", ","));
    try (var server = start(settings)) {
      assertThat(get(server, fields).text()).isEqualTo(AS_IT_CAME);
      assertThat(get(server, "X-Forwarded-Ssl: on~X-Forwarded-Proto: http").text())
          .isEqualTo(AS_IT_CAME);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9                                | 203.0.113.9",
        "203.0.113.9:4711                           | 203.0.113.9",
        "2001:db8::9                                | [2001:db8:0:0:0:0:0:9]",
        "[2001:db8::9]:4711                         | [2001:db8:0:0:0:0:0:9]",
        "198.51.100.1, 203.0.113.9                  | 203.0.113.9",
        "garbage, 203.0.113.9                       | 203.0.113.9",
        "203.0.113.9, 10.0.0.7                      | 203.0.113.9",
        "198.51.100.1, 203.0.113.9,10.0.0.7 ,10.1.1.1 | 203.0.113.9",
        "10.0.0.7, 10.1.1.1                         | 10.0.0.7",
        "unknown, 10.0.0.7                          | 10.0.0.7",
        "unknown                                    | 127.0.0.1",
        "::ffff:10.0.0.7                            | 10.0.0.7",
      })
  void theClientIsTheLastAddressThatIsNoTrustedProxy(String list, String client) throws Exception {
    try (var server =
        start(Map.of("forwarder_headers", ALL_X, "forwarded_allow_ips", TWO_PROXIES))) {
      assertThat(get(server, "X-Forwarded-For: " + list).text()).startsWith(client + " ");
      assertThat(get(server, "X-Forwarded-For: " + list.replace(",", "~X-Forwarded-For:")).text())
          .startsWith(client + " ");
    }
  }

  /** Otherwise a client could name itself whatever it likes. */
  @Test
  void everyoneMayBeTheProxyButIsNotTheOneBefore() throws Exception {
    try (var server = start(Map.of("forwarder_headers", ALL_X, "forwarded_allow_ips", "*"))) {
      assertThat(get(server, "X-Forwarded-For: 198.51.100.1, 203.0.113.9").text())
          .startsWith("203.0.113.9 ");
    }
    try (var server =
        start(Map.of("forwarder_headers", ALL_X, "forwarded_allow_ips", "*, 203.0.113.0/24"))) {
      assertThat(get(server, "X-Forwarded-For: 198.51.100.1, 203.0.113.9").text())
          .startsWith("198.51.100.1 ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-Host: shop.example                              | shop.example 80",
        "X-Forwarded-Host: shop.example:81                           | shop.example 81",
        "X-Forwarded-Host: evil.example, shop.example                | shop.example 80",
        "X-Forwarded-Host: shop.example~X-Forwarded-Proto: https     | shop.example 443",
        "X-Forwarded-Host: [2001:db8::1]:81                          | [2001:db8::1] 81",
        "X-Forwarded-Port: 81                                        | proxy.example 81",
        "X-Forwarded-Host: shop.example:82~X-Forwarded-Port: 81      | shop.example 81",
        "X-Forwarded-Port: 80, 81                                    | proxy.example 81",
      })
  void theHostIsTheOneThatTheClientAskedFor(String fields, String expected) throws Exception {
    try (var server = start(Map.of("forwarder_headers", ALL_X))) {
      assertThat(get(server, fields).text()).endsWith(" " + expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=203.0.113.9                                  | 203.0.113.9 http false proxy.example 8000",
        "for=\"[2001:db8::9]:4711\";proto=https;host=a.example | [2001:db8:0:0:0:0:0:9] https true a.example 443",
        "for=1.1.1.1;host=evil.example, for=203.0.113.9;host=a.example | 203.0.113.9 http false a.example 80",
        "for=203.0.113.9;proto=https, for=10.0.0.7;proto=http | 203.0.113.9 https true proxy.example 8000",
        "for=_hidden;proto=https, for=10.0.0.7            | 10.0.0.7 https true proxy.example 8000",
        "for=unknown;host=a.example                       | 127.0.0.1 http false a.example 80",
        "proto=https                                      | 127.0.0.1 https true proxy.example 8000",
      })
  void forwardedSaysAllOfIt(String field, String expected) throws Exception {
    try (var server =
        start(Map.of("forwarder_headers", "Forwarded", "forwarded_allow_ips", TWO_PROXIES))) {
      assertThat(get(server, "Forwarded: " + field).text()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "X-Forwarded-For: garbage",
        "X-Forwarded-For: ",
        "X-Forwarded-For: 203.0.113.9,",
        "X-Forwarded-For: 203.0.113.9, localhost",
        "X-Forwarded-For: garbage, 10.0.0.7",
        "X-Forwarded-Host: a/b",
        "X-Forwarded-Host: a@b",
        "X-Forwarded-Port: 0",
        "X-Forwarded-Port: https",
      })
  void whatCannotBeReadIsABadRequest(String fields) throws Exception {
    try (var server =
        start(Map.of("forwarder_headers", ALL_X, "forwarded_allow_ips", TWO_PROXIES))) {
      assertThat(get(server, fields).status()).isEqualTo(400);
    }
  }

  @Test
  void aMalformedForwardedIsABadRequestAndSoIsOneThatContradicts() throws Exception {
    try (var server = start(Map.of("forwarder_headers", "Forwarded"))) {
      assertThat(get(server, "Forwarded: for=\"203.0.113.9").status()).isEqualTo(400);
      assertThat(get(server, "Forwarded: proto=https~X-Forwarded-Proto: http").status())
          .isEqualTo(400);
      assertThat(get(server, "Forwarded: proto=https~X-Forwarded-Proto: https").status())
          .isEqualTo(200);
    }
  }

  @Test
  void thereAreNotMoreThan64Proxies() throws Exception {
    try (var server =
        start(Map.of("forwarder_headers", ALL_X, "forwarded_allow_ips", TWO_PROXIES))) {
      assertThat(get(server, "X-Forwarded-For: 1.1.1.1" + ",10.0.0.7".repeat(63)).text())
          .startsWith("1.1.1.1 ");
      assertThat(get(server, "X-Forwarded-For: 1.1.1.1" + ",10.0.0.7".repeat(64)).status())
          .isEqualTo(400);
    }
  }

  /** Jetty by itself believes it: anybody could be secure. */
  @Test
  void aRequestDoesNotSayItsSchemeItself() throws Exception {
    try (var server = start(Map.of("http2_cleartext", "both"));
        var http1 = Http1Client.connect(server.addresses().get(0).getPort());
        var http2 = FrameClient.connect(server.addresses().get(0).getPort())) {
      http1.send("GET https://proxy.example:8000/ HTTP/1.1", "Host: proxy.example:8000");
      assertThat(http1.exchange("GET").text()).isEqualTo(AS_IT_CAME);

      byte[] block =
          Frame.block(
              ":method", "GET",
              ":scheme", "https",
              ":path", "/",
              ":authority", "proxy.example:8000");
      http2.send(Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, block));
      assertThat(http2.exchange(1).text()).isEqualTo(AS_IT_CAME);
    }
  }

  @Test
  void itIsTheSameOnHttp2AndInTheAccessLog() throws Exception {
    Path log = directory.resolve("access.log");
    Map<String, String> settings =
        Map.of(
            "forwarder_headers",
            ALL_X,
            "http2_cleartext",
            "prior-knowledge",
            "accesslog",
            log.toString(),
            "access_log_format",
            "%(h)s %(U)s");
    try (var server = start(settings);
        var client = FrameClient.connect(server.addresses().get(0).getPort())) {
      client.send(
          Frame.get(1, "/a", "x-forwarded-for", "203.0.113.9", "x-forwarded-proto", "https"));
      assertThat(client.exchange(1).text()).startsWith("203.0.113.9 https true ");
    }

    assertThat(Files.readAllLines(log)).containsExactly("203.0.113.9 /a");
  }

  private static Exchange get(ConnectorServer server, String fields) throws IOException {
    try (var client = Http1Client.connect(server.addresses().get(0).getPort())) {
      client.send("GET / HTTP/1.1", "Host: proxy.example:8000", fields.replace("~", "\r\n"));
      return client.exchange("GET");
    }
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
              "%s %s %s %s %d"
                  .formatted(
                      request.getRemoteAddr(),
                      request.getScheme(),
                      request.isSecure(),
                      request.getServerName(),
                      request.getServerPort()));
    }
  }
}
