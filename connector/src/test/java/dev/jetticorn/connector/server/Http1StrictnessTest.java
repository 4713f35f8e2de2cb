package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.handler.Answer;
import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112: what two readers could read in two ways is refused, and nothing after it is read. */
class Http1StrictnessTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n";
  private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
  private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

  private final Queue<String> served = new ConcurrentLinkedQueue<>();
  private final List<String> protocols = new CopyOnWriteArrayList<>();

  static Stream<Arguments> refused() {
    return Stream.of(
        // 6.1: how long the body is
        Arguments.of(
            400, POST + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            400, POST + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(
            400, "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        Arguments.of(400, coded("chunked, chunked")),
        Arguments.of(400, coded("chunked\r\nTransfer-Encoding: chunked")),
        Arguments.of(400, coded("chunked, gzip")),
        Arguments.of(501, coded("gzip, chunked")),
        Arguments.of(501, coded("deflate,  chunked")),
        Arguments.of(400, coded("identity")),
        Arguments.of(400, coded("identity, chunked")),
        Arguments.of(400, coded(", chunked")),
        Arguments.of(400, coded("chunked,")),
        Arguments.of(400, coded("chunked;x=y")),
        Arguments.of(400, coded("\u000bchunked")),
        Arguments.of(400, coded("xchunked")),
        Arguments.of(400, coded("\"chunked\"")),
        Arguments.of(400, coded("")),
        Arguments.of(400, sized("4\r\nContent-Length: 4")),
        Arguments.of(400, sized("4\r\nContent-Length: 5")),
        Arguments.of(400, sized("4, 4")),
        Arguments.of(400, sized("-4")),
        Arguments.of(400, sized("+4")),
        Arguments.of(400, sized("0x4")),
        Arguments.of(400, sized("4 4")),
        Arguments.of(400, sized("")),
        Arguments.of(400, sized("1_0")),
        Arguments.of(400, sized("18446744073709551620")),
        // 7.1: chunks, and what follows them
        Arguments.of(400, CHUNKED + "4\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4;x\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "0x4\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "-4\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + " 4\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "10000000000000004\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\r\n0\r\nX: y\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\r\n0\r\nContent-Length: 4\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\r\n0\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\r\n0\r\nHost: b\r\n\r\n"),
        Arguments.of(400, CHUNKED + "4\r\nbody\r\n0\r\nAuthorization: b\r\n\r\n"),
        // 2.2: line ends
        Arguments.of(400, "GET / HTTP/1.1\nHost: a\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a\r\n\n"),
        Arguments.of(400, GET + "X: a\rb\r\n\r\n"),
        Arguments.of(400, GET + "X: a\0b\r\n\r\n"),
        // 5.1: fields
        Arguments.of(400, GET + "X : y\r\n\r\n"),
        Arguments.of(400, GET + "X\t: y\r\n\r\n"),
        Arguments.of(400, GET + ": y\r\n\r\n"),
        Arguments.of(400, GET + "X\r\n\r\n"),
        Arguments.of(400, GET + "X(: y\r\n\r\n"),
        Arguments.of(400, GET + "X: a\r\n b\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
        // 3.2: the host
        Arguments.of(400, "GET / HTTP/1.1\r\n\r\n"),
        Arguments.of(400, GET + "Host: a\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a:+80\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a:x\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
        Arguments.of(400, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
        Arguments.of(400, "GET http://a/ HTTP/1.1\r\n\r\n"),
        Arguments.of(400, "GET http://a/ HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        Arguments.of(400, "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n"),
        // 3.2: the target
        Arguments.of(400, line("GET x HTTP/1.1")),
        Arguments.of(400, line("GET * HTTP/1.1")),
        Arguments.of(400, line("GET a:80 HTTP/1.1")),
        Arguments.of(400, line("GET /#x HTTP/1.1")),
        Arguments.of(400, line("GET /\u00e4 HTTP/1.1")),
        Arguments.of(400, line("GET /a b HTTP/1.1")),
        Arguments.of(400, line("GET ftp://a/ HTTP/1.1")),
        Arguments.of(400, line("GET http://u@a/ HTTP/1.1")),
        Arguments.of(400, line("GET http:///x HTTP/1.1")),
        Arguments.of(400, line("GET http://a:+80/ HTTP/1.1")),
        Arguments.of(400, line("CONNECT / HTTP/1.1")),
        Arguments.of(400, line("CONNECT a HTTP/1.1")),
        Arguments.of(400, line("CONNECT a:+80 HTTP/1.1")),
        Arguments.of(400, line("CONNECT u@a:80 HTTP/1.1")),
        Arguments.of(400, line("OPTIONS *x HTTP/1.1")),
        // 3: one space and no other
        Arguments.of(400, line("GET  / HTTP/1.1")),
        Arguments.of(400, line("GET /  HTTP/1.1")),
        Arguments.of(400, line(" GET / HTTP/1.1")),
        Arguments.of(400, line("GET\t/ HTTP/1.1")),
        Arguments.of(400, line("GET / \tHTTP/1.1")),
        Arguments.of(400, line("GET / HTTP/1.1 ")),
        Arguments.of(400, line("GET /\0 HTTP/1.1")),
        Arguments.of(400, line("GET / HTTP/1.1\0")),
        Arguments.of(400, line("GET HTTP/1.1")),
        Arguments.of(400, line(":GET / HTTP/1.1")),
        Arguments.of(400, line(":\r\nGET / HTTP/1.1")),
        Arguments.of(400, line("GET /")),
        Arguments.of(400, line("GET")),
        // 2.3: the version
        Arguments.of(400, line("GET / http/1.1")),
        Arguments.of(400, line("GET / Http/1.0")),
        Arguments.of(400, line("GET / HTTP/2.0")),
        Arguments.of(400, line("GET / HTTP/01.1")),
        Arguments.of(400, line("GET / HTTP/1.10")),
        Arguments.of(400, line("GET / HTTP/1,1")),
        Arguments.of(400, line("GET / HTTPS/1.1")),
        Arguments.of(505, line("GET / HTTP/0.9")),
        Arguments.of(505, line("GET / HTTP/3.0")),
        // 9110, 9.1: the method
        Arguments.of(400, line("get / HTTP/1.1")),
        Arguments.of(400, line("GE(T / HTTP/1.1")),
        Arguments.of(400, line(")ET / HTTP/1.1")),
        Arguments.of(400, line("\"GET / HTTP/1.1")),
        Arguments.of(400, line("GO / HTTP/1.1")),
        Arguments.of(400, line("A-METHOD-WITHOUT-AN-END / HTTP/1.1")));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesAndReadsNoFurther(int status, String request) throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      client.send(request + SMUGGLED);

      assertThat(client.read().status()).isEqualTo(status);
      assertThat(client.isEnded()).isTrue();
      assertThat(served).doesNotContain("GET /smuggled");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/%zz", "/%2", "/%00", "http://a/%zz", "http://[::1/"})
  void logsTheTargetThatIsNone(String target, @TempDir Path directory) throws Exception {
    Path log = directory.resolve("access.log");
    String line = "GET " + target + " HTTP/1.1";
    try (ConnectorServer server =
            start(Map.of("accesslog", log.toString(), "access_log_format", "%(r)s %(s)s"));
        Http1 client = client(server)) {
      client.send(line(line));

      assertThat(client.read().status()).isEqualTo(400);
    }
    assertThat(log).hasContent(line + " 400");
  }

  static Stream<Arguments> honest() {
    return Stream.of(
        Arguments.of(GET + "\r\n"),
        Arguments.of("\r\n" + GET + "\r\n"),
        Arguments.of(GET + "X:y\r\nY:\r\nZ: \t z \t\r\n\r\n"),
        Arguments.of(coded("ChUnKeD")),
        Arguments.of(coded(" \tchunked ")),
        Arguments.of(sized("04")),
        Arguments.of(CHUNKED + "4;x=\"y\"\r\nbody\r\n0\r\n\r\n"),
        Arguments.of(CHUNKED + "00004\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n"),
        Arguments.of(line("GET http://a/ HTTP/1.1")),
        Arguments.of(line("GET http://b/ HTTP/1.1")),
        Arguments.of(line("GET / HTTP/1.2")),
        Arguments.of(line("GET / HTTP/1.9")),
        Arguments.of(line("GET /?{a}|b^`\\ HTTP/1.1")),
        Arguments.of(line("M-SEARCH / HTTP/1.1")));
  }

  @ParameterizedTest
  @MethodSource("honest")
  void servesWhatIsUnusualAndClear(String request) throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      client.send(request + SMUGGLED);

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(served).hasSize(2);
    }
  }

  /** RFC 9112, 3.2.2: nobody further on must read another host than we do. */
  @ParameterizedTest
  @CsvSource({"http://b/, b", "http://b:81/, b:81", "http://[::1]:81/, [::1]:81"})
  void takesTheHostOfAnAbsoluteTarget(String target, String host) throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      Answer answer = client.send(line("GET " + target + " HTTP/1.1")).read();

      assertThat(answer.body()).isEqualTo("Host=" + host);
      assertThat(client.get("/").body()).isEqualTo("Host=localhost");
    }
  }

  /** RFC 9110, 2.5: it may be chunked, and its connection stays. */
  @Test
  void servesAHigherMinorVersionAsHttp11() throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      client.send(
          "POST / HTTP/1.2\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(200);
      assertThat(protocols).containsExactly("HTTP/1.1", "HTTP/1.1");
    }
  }

  /** What lies between two requests is CR LF or nothing, however it is cut into packets. */
  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\n\r", "\r\r\n"})
  void refusesBareLineEndsBetweenRequests(String between) throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      client.send(GET + "\r\n" + between + SMUGGLED);

      assertThat(client.read().status()).isEqualTo(200);
      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  /** RFC 9112, 8: the servlet must not take what has come for all of it. */
  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 9\r\n\r\nbody'",
    "'Transfer-Encoding: chunked\r\n\r\n9\r\nbody'",
    "'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n'",
    "'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n'",
    "'Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nX-Sum: 1\r\n'"
  })
  void tellsTheServletOfABodyThatIsCutOff(String rest) throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      client.send(POST + rest).endSending();

      assertThat(client.read().status()).isNotEqualTo(200);
      assertThat(served).containsExactly("cut off");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "permit_obsolete_folding, 'GET', 'X: a\r\n b', 'a b'",
    "strip_header_spaces, 'GET', 'X : a', 'a'",
    "permit_unconventional_http_method, 'get', 'X: a', 'a'",
    "casefold_http_method, 'get', 'X: a', 'a'"
  })
  void permitsWhatASettingSays(String setting, String method, String field, String value)
      throws Exception {
    String request = method + " / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
    try (ConnectorServer strict = start(Map.of());
        Http1 client = client(strict)) {
      assertThat(client.send(request).read().status()).isEqualTo(400);
    }
    try (ConnectorServer permitting = start(Map.of(setting, "true"));
        Http1 client = client(permitting)) {
      Answer answer = client.send(request).read();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("X=" + value);
      assertThat(served).containsExactly((setting.startsWith("casefold") ? "GET" : method) + " /");
    }
  }

  /** gunicorn takes any two digits; both of us serve what is known. */
  @ParameterizedTest
  @CsvSource({
    "HTTP/0.9, 200, HTTP/1.0",
    "HTTP/1.0, 200, HTTP/1.0",
    "HTTP/1.1, 200, HTTP/1.1",
    "HTTP/1.2, 200, HTTP/1.1",
    "HTTP/2.0, 200, HTTP/1.1",
    "HTTP/9.9, 200, HTTP/1.1",
    "http/1.2, 400, ''",
    "HTTP/1.x, 400, ''",
    "HTTP/11.1, 400, ''",
    "HTTP/2, 400, ''"
  })
  void permitsVersionsThatDoNotExist(String version, int status, String servedAs) throws Exception {
    try (ConnectorServer server = start(Map.of("permit_unconventional_http_version", "true"));
        Http1 client = client(server)) {
      Answer answer = client.send("GET /v " + version + "\r\nHost: a\r\n\r\n").read();

      assertThat(answer.status()).isEqualTo(status);
      assertThat(protocols).isEqualTo(status == 200 ? List.of(servedAs) : List.of());
    }
  }

  /** A version makes no body of what has none. */
  @Test
  void permitsNoChunksWithAVersionBelow11() throws Exception {
    try (ConnectorServer server = start(Map.of("permit_unconventional_http_version", "true"));
        Http1 client = client(server)) {
      client.send(
          "POST / HTTP/0.9\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);

      assertThat(client.read().status()).isEqualTo(400);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"drop, 200, 'X-Y=b'", "refuse, 400, ''", "dangerous, 200, 'X-Y=b X_Y=a'"})
  void dealsWithUnderscoresAsHeaderMapSays(String map, int status, String seen) throws Exception {
    try (ConnectorServer server = start(Map.of("header_map", map));
        Http1 client = client(server)) {
      Answer answer = client.get("/", "X_Y: a", "X-Y: b");

      assertThat(answer.status()).isEqualTo(status);
      if (status == 200) {
        assertThat(List.of(answer.body().split(" ")))
            .contains(seen.split(" "))
            .hasSize(1 + seen.split(" ").length);
      }
    }
  }

  @Test
  void dropsUnderscoresByDefault() throws Exception {
    try (ConnectorServer server = start(Map.of());
        Http1 client = client(server)) {
      assertThat(client.get("/", "X_Y: a").body()).doesNotContain("X_Y");
    }
  }

  private ConnectorServer start(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(more);
    settings.put("bind", "127.0.0.1:0");
    return ConnectorServer.start(
        SettingsLoader.from(settings), WebApplication.servlets(Map.of("/*", new Fields())));
  }

  private static Http1 client(ConnectorServer server) throws IOException {
    return Http1.connect(server.addresses().get(0).getPort());
  }

  private static String coded(String codings) {
    return POST + "Transfer-Encoding: " + codings + "\r\n\r\n0\r\n\r\n";
  }

  private static String sized(String length) {
    return POST + "Content-Length: " + length + "\r\n\r\nbody";
  }

  private static String line(String line) {
    return line + "\r\nHost: a\r\n\r\n";
  }

  /** Answers with the header fields of the request. */
  private final class Fields extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        request.getInputStream().readAllBytes();
      } catch (IOException e) {
        served.add("cut off");
        throw e;
      }
      served.add(request.getMethod() + " " + request.getRequestURI());
      protocols.add(request.getProtocol());
      StringBuilder fields = new StringBuilder();
      for (String name : Collections.list(request.getHeaderNames())) {
        fields.append(name).append('=').append(request.getHeader(name)).append(' ');
      }
      response.getWriter().print(fields.toString().strip());
    }
  }
}
