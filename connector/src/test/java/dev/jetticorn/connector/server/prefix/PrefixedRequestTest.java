package dev.jetticorn.connector.server.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Http1Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application sees, and a client gets, behind a proxy that takes a prefix off. */
@Timeout(60)
class PrefixedRequestTest {
  private static final String APP = "X-Forwarded-Prefix: /app";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/a/b?c=d  | -     | context= servlet=/a info=/b uri=/a/b url=http://proxy.example/a/b",
        "/a/b?c=d  | /app  | context=/app servlet=/a info=/b uri=/app/a/b url=http://proxy.example/app/a/b",
        "/a        | /app/ | context=/app servlet=/a info=null uri=/app/a url=http://proxy.example/app/a",
        "/a;x=y    | /app  | context=/app servlet=/a info=null uri=/app/a;x=y url=http://proxy.example/app/a;x=y",
        "/a/%62    | /%c3%a9/%61  | context=/%c3%a9/%61 servlet=/a info=/b uri=/%c3%a9/%61/a/%62 url=http://proxy.example/%c3%a9/%61/a/%62",
        "/a/./x/../b | /app | context=/app servlet=/a info=/b uri=/app/a/./x/../b url=http://proxy.example/app/a/./x/../b",
        "/a        | /a, /b | context=/a/b servlet=/a info=null uri=/a/b/a url=http://proxy.example/a/b/a",
      })
  void pathAndContextPathBeginWithThePrefix(String target, String prefix, String expected)
      throws Exception {
    String field = prefix.equals("-") ? "X-Other: a" : "X-Forwarded-Prefix: " + prefix;
    try (var server = start(Map.of("http2_cleartext", "both"))) {
      assertThat(get(server, target, field).text()).isEqualTo(expected);
      assertThat(getByHttp2(server, target, field).text()).isEqualTo(expected);
    }
    String shop = expected.replaceFirst("context=(\\S*)", "context=$1/shop");
    String below = prefix.equals("-") ? "" : shop.replaceAll(".*context=(\\S*)/shop.*", "$1");
    try (var server = start(Map.of("root_path", "/shop"))) {
      assertThat(get(server, "/shop" + target, field).text())
          .isEqualTo(
              shop.replace("uri=" + below, "uri=" + below + "/shop")
                  .replace("example" + below, "example" + below + "/shop"));
    }
  }

  /** The context itself is where it is; only a request comes by a proxy. */
  @Test
  void theServletContextHasItsOwnPath() throws Exception {
    try (var server = start(Map.of("root_path", "/shop"))) {
      assertThat(get(server, "/shop/own", APP).text()).isEqualTo("/shop");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forward",
        "context-forward",
        "async",
        "async-path",
        "async-wrapped",
        "async-other",
        "error"
      })
  void dispatchesGoWhereTheyWouldWithoutAndSeeThePrefix(String how) throws Exception {
    String target = List.of("async", "async-wrapped").contains(how) ? "/" + how : "/a";
    for (String shop : List.of("", "/shop", "/app")) {
      try (var server = start(Map.of("root_path", shop))) {
        ServletContextHandler context = server.jetty().getDescendant(ServletContextHandler.class);
        ((ErrorPageErrorHandler) context.getErrorHandler()).addErrorPage(418, "/a");
        String text = get(server, shop + "/" + how + "?c=d", APP).text();

        assertThat(text)
            .startsWith("context=/app" + shop + " servlet=" + target + " info=null")
            .contains(" uri=/app" + shop + target + " ")
            .contains(" url=http://proxy.example/app" + shop + target);
        assertThat(get(server, shop + "/" + how, "X-Other: a").text())
            .contains(" uri=" + shop + target + " ");
      }
    }
  }

  @Test
  void whereAnIncludeAndAForwardComeFromHasThePrefixToo() throws Exception {
    try (var server = start(Map.of("root_path", "/shop"))) {
      assertThat(get(server, "/shop/include", APP).text())
          .isEqualTo("/app/shop/a /app/shop /a uri=/app/shop/include");
      assertThat(get(server, "/shop/forwarded", APP).text())
          .isEqualTo("/app/shop/forwarded /app/shop /forwarded");
      assertThat(get(server, "/shop/named", APP).text()).contains(" uri=/app/shop/named ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "x,             /app/shop/dir/x",
    "../x?y=z,      /app/shop/x?y=z",
    "/x,            /x",
    "//b.example/x, //b.example/x",
    "https://b.example/x, https://b.example/x",
  })
  void aRedirectIsRelativeToThePathThatTheClientSees(String location, String expected)
      throws Exception {
    try (var server = start(Map.of("root_path", "/shop", "http2_cleartext", "both"))) {
      String target = "/shop/dir/redirect?" + location;
      assertThat(get(server, target, APP).values("Location")).containsExactly(expected);
      assertThat(getByHttp2(server, target, APP).values("location")).containsExactly(expected);
    }
  }

  @Test
  void theSlashOfAContextIsAddedBelowThePrefix() throws Exception {
    try (var server = start(Map.of("root_path", "/shop"))) {
      Exchange moved = get(server, "/shop?a=b", APP);

      assertThat(moved.status()).isEqualTo(301);
      assertThat(moved.values("Location")).containsExactly("/app/shop/?a=b");
      assertThat(get(server, "/shop", APP).values("Location")).containsExactly("/app/shop/");
      assertThat(get(server, "/shop?a=b", "X-Other: a").values("Location"))
          .containsExactly("/shop/?a=b");
    }
  }

  @ParameterizedTest
  @CsvSource({"'', /app", "/shop, /app/shop"})
  void theSessionCookieComesBackToThePrefix(String root, String path) throws Exception {
    try (var server = start(Map.of("root_path", root))) {
      assertThat(get(server, root + "/session", APP).values("Set-Cookie"))
          .singleElement()
          .asString()
          .matches("JSESSIONID=[^;]+; Path=" + path + "; HttpOnly");
      assertThat(get(server, root + "/session?again", APP).values("Set-Cookie"))
          .singleElement()
          .asString()
          .endsWith("; Path=" + path + "; HttpOnly");
      assertThat(get(server, root + "/session", "X-Other: a").values("Set-Cookie"))
          .singleElement()
          .asString()
          .endsWith("; Path=" + (root.isEmpty() ? "/" : root) + "; HttpOnly");
      assertThat(get(server, root + "/cookie", APP).values("Set-Cookie"))
          .containsExactly("a=b; Path=/own");
    }
  }

  @Test
  void aLinkIsEncodedWithTheSession() throws Exception {
    try (var server = start(Map.of("root_path", "/shop"))) {
      assertThat(get(server, "/shop/link", APP).text())
          .matches("/app/shop/a;jsessionid=[^ ]+ http://proxy.example/app/shop/a;jsessionid=.+");
    }
  }

  /** A connection serves requests of several proxies, and ones of none, in any order. */
  @Test
  void aPrefixIsOfOneRequest() throws Exception {
    try (var server = start(Map.of());
        var client = Http1Client.connect(server.addresses().get(0).getPort())) {
      for (String prefix : List.of("/app", "/", "/other", "", "/app")) {
        client.send("GET /async HTTP/1.1", "Host: proxy.example", "X-Forwarded-Prefix: " + prefix);
        assertThat(client.exchange("GET").text())
            .startsWith("context=" + (prefix.length() > 1 ? prefix : "") + " servlet=/async ");
      }
    }
  }

  @Test
  void isNotBelievedUnlessItIsNamedAndOfNobodyElse() throws Exception {
    String plain = "context= servlet=/a info=null uri=/a url=http://proxy.example/a";
    Map<String, String> notNamed = Map.of("forwarder_headers", "X-Forwarded-For");
    try (var server = start(notNamed)) {
      assertThat(get(server, "/a", APP).text()).isEqualTo(plain);
      assertThat(get(server, "/a", "X-Forwarded-Prefix: //a").text()).isEqualTo(plain);
    }
    try (var server = start(Map.of("forwarded_allow_ips", "10.0.0.0/8"))) {
      assertThat(get(server, "/a", APP).text()).isEqualTo(plain);
      assertThat(get(server, "/a", "X-Forwarded-Prefix: //a").text()).isEqualTo(plain);
      assertThat(get(server, "/field", APP).text()).isEqualTo("/app");
    }
    try (var server = start(Map.of())) {
      assertThat(get(server, "/field", APP).text()).isEqualTo("/app");
    }
  }

  @ParameterizedTest
  @CsvSource({"//evil.example", "/a/..", "app", "/a b", "/a?b"})
  void whatIsNoPrefixIsABadRequest(String prefix) throws Exception {
    try (var server = start(Map.of("http2_cleartext", "both"))) {
      String field = "X-Forwarded-Prefix: " + prefix;
      assertThat(get(server, "/a", field).status()).isEqualTo(400);
      assertThat(getByHttp2(server, "/a", field).status()).isEqualTo(400);
      assertThat(get(server, "/a", APP + "\r\n" + field).status()).isEqualTo(400);
    }
  }

  @Test
  void goesWithForwarded() throws Exception {
    try (var server = start(Map.of("forwarder_headers", "Forwarded, X-Forwarded-Prefix"))) {
      assertThat(get(server, "/a", APP + "\r\nForwarded: host=shop.example;proto=https").text())
          .endsWith(" uri=/app/a url=https://shop.example/app/a");
    }
  }

  @Test
  void theRedirectToHttpsHasIt() throws Exception {
    try (var server = start(Map.of("redirect_https", "true"))) {
      assertThat(get(server, "/a?b=c", APP).values("Location"))
          .containsExactly("https://proxy.example/app/a?b=c");
    }
  }

  /** That is what an operator finds in the log of the proxy as well, and filters by. */
  @Test
  void theAccessLogHasThePathThatWasReceived() throws Exception {
    Path log = directory.resolve("access.log");
    try (var server =
        start(Map.of("accesslog", log.toString(), "access_log_format", "%(U)s %(r)s"))) {
      get(server, "/a/b?c=d", APP);
    }

    assertThat(Files.readAllLines(log)).containsExactly("/a/b GET /a/b?c=d HTTP/1.1");
  }

  @Test
  void whatHasNoPathHasNoPrefix() throws Exception {
    try (var server = start(Map.of());
        var client = Http1Client.connect(server.addresses().get(0).getPort())) {
      client.send("OPTIONS * HTTP/1.1", "Host: proxy.example", APP);

      assertThat(client.exchange("OPTIONS").status()).isBetween(200, 499);
    }
  }

  /** Files, directories, welcome files and constraints are found below the prefix. */
  @ParameterizedTest
  @CsvSource({"'', false", "/shop, false", "/shop, true"})
  void jettysOwnServletsFindWhatTheyWouldWithout(String root, boolean dispatch) throws Exception {
    Path application = Files.createDirectories(directory.resolve("app"));
    Files.createDirectories(application.resolve("WEB-INF"));
    Files.createDirectories(application.resolve("dir"));
    Files.writeString(application.resolve("a b.txt"), "a file");
    Files.writeString(application.resolve("secret.txt"), "a secret");
    Files.writeString(application.resolve("login.html"), "who are you?");
    Files.writeString(application.resolve("dir/welcome.html"), "welcome");
    Files.writeString(
        application.resolve("WEB-INF/web.xml"),
        """
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
          <context-param>
            <param-name>org.eclipse.jetty.security.dispatch</param-name>
            <param-value>%s</param-value>
          </context-param>
          <welcome-file-list><welcome-file>welcome.html</welcome-file></welcome-file-list>
          <security-constraint>
            <web-resource-collection>
              <web-resource-name>secret</web-resource-name>
              <url-pattern>/secret.txt</url-pattern>
            </web-resource-collection>
            <auth-constraint><role-name>member</role-name></auth-constraint>
          </security-constraint>
          <login-config>
            <auth-method>FORM</auth-method>
            <form-login-config>
              <form-login-page>/login.html</form-login-page>
              <form-error-page>/login.html</form-error-page>
            </form-login-config>
          </login-config>
          <security-role><role-name>member</role-name></security-role>
        </web-app>
        """
            .formatted(dispatch));
    Map<String, String> settings = settings(Map.of("root_path", root));
    settings.put("war", application.toString());
    try (var server = ConnectorServer.start(SettingsLoader.from(settings))) {
      assertThat(get(server, root + "/a%20b.txt", APP).text()).isEqualTo("a file");
      assertThat(get(server, root + "/dir/", APP).text()).isEqualTo("welcome");
      assertThat(get(server, root + "/dir?a=b", APP).values("Location"))
          .containsExactly("/app" + root + "/dir/?a=b");
      assertThat(get(server, root + "/none", APP).status()).isEqualTo(404);
      Exchange login = get(server, root + "/secret.txt", APP);
      assertThat(login.text()).doesNotContain("a secret");
      if (dispatch) {
        assertThat(login.text()).isEqualTo("who are you?");
        assertThat(login.values("Set-Cookie"))
            .singleElement()
            .asString()
            .endsWith("; Path=/app" + root + "; HttpOnly");
      } else {
        assertThat(login.values("Location"))
            .singleElement()
            .asString()
            .startsWith("/app" + root + "/login.html");
      }
    }
  }

  private static Exchange get(ConnectorServer server, String target, String fields)
      throws IOException {
    try (var client = Http1Client.connect(server.addresses().get(0).getPort())) {
      client.send("GET " + target + " HTTP/1.1", "Host: proxy.example", fields);
      return client.exchange("GET");
    }
  }

  private static Exchange getByHttp2(ConnectorServer server, String target, String field)
      throws IOException {
    int colon = field.indexOf(':');
    byte[] block =
        Frame.block(
            ":method",
            "GET",
            ":scheme",
            "http",
            ":path",
            target,
            ":authority",
            "proxy.example",
            field.substring(0, colon).toLowerCase(Locale.ROOT),
            field.substring(colon + 1).strip());
    try (var client = FrameClient.connect(server.addresses().get(0).getPort())) {
      client.send(Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, block));
      return client.exchange(1);
    }
  }

  private static ConnectorServer start(Map<String, String> more) {
    return ConnectorServer.start(
        SettingsLoader.from(settings(more)), WebApplication.servlets(PathServlet.everywhere()));
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("forwarder_headers", "X-Forwarded-Prefix");
    settings.putAll(more);
    settings.put("bind", "127.0.0.1:0");
    return settings;
  }
}
