package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.ApplicationSettings;
import dev.jetticorn.connector.settings.SocketSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ConnectorServerTest {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void servesServletsAtEachAddress() throws Exception {
    try (var server = start(hello(), "bind", "127.0.0.1:0, [::1]:0")) {

      assertThat(server.addresses()).hasSize(2).doesNotHaveDuplicates();
      for (URI address : server.addresses()) {
        assertThat(get(address.resolve("/hello")).body()).isEqualTo("hello");
      }
    }
  }

  @Test
  void servesBelowTheRootPathAlone() throws Exception {
    try (var server = start(hello(), "bind", "127.0.0.1:0", "root_path", "/shop")) {
      URI address = server.addresses().get(0);

      assertThat(get(address.resolve("/shop/hello")).body()).isEqualTo("hello");
      assertThat(get(address.resolve("/hello")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void tellsAClientNothingOfWhatFailed() throws Exception {
    var failing =
        WebApplication.servlets(
            Map.of(
                "/*",
                new HttpServlet() {
                  private static final long serialVersionUID = 1L;

                  @Override
                  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                    throw new IllegalStateException(
                        "a", new IllegalStateException("of the inside"));
                  }
                }));
    try (var server = start(failing, "bind", "127.0.0.1:0")) {
      HttpResponse<String> page = get(server.addresses().get(0));

      assertThat(page.statusCode()).isEqualTo(500);
      assertThat(page.body())
          .contains("500")
          .doesNotContain("\tat ", "Caused", "inside", getClass().getSimpleName());
    }
  }

  @Test
  void pointsAtTheAddressThatIsTaken() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();

      var problem =
          catchThrowableOfType(
              UnusableSettingException.class, () -> start(hello(), "bind", address).close());

      assertThat(problem).hasMessageContaining(address);
      assertThat(problem.objection().setting()).isEqualTo(SocketSettings.BIND);
    }
  }

  @Test
  void releasesTheAddressesThatItHadWhenOneIsTaken() throws Exception {
    int port = freePort();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      assertThatThrownBy(
              () ->
                  start(
                          hello(),
                          "bind",
                          "127.0.0.1:" + port + ", 127.0.0.1:" + taken.getLocalPort())
                      .close())
          .isInstanceOf(UnusableSettingException.class);

      assertThat(catchThrowableOfType(ConnectException.class, () -> connect(port).close()))
          .isNotNull();
    }
  }

  @Test
  void refusesAWarThatIsNotThere(@TempDir Path directory) {
    String war = directory.resolve("no.war").toString();

    var problem =
        catchThrowableOfType(
            UnusableSettingException.class,
            () -> ConnectorServer.start(settings("bind", "127.0.0.1:0", "war", war)).close());

    assertThat(problem).hasMessageContaining("no.war");
    assertThat(problem.objection().setting()).isEqualTo(ApplicationSettings.WAR);
  }

  @Test
  void refusesAWarThatIsNoArchive(@TempDir Path directory) throws Exception {
    Path war = Files.writeString(directory.resolve("text.war"), "not a ZIP file");

    var problem =
        catchThrowableOfType(
            UnusableSettingException.class,
            () ->
                ConnectorServer.start(settings("bind", "127.0.0.1:0", "war", war.toString()))
                    .close());

    assertThat(problem.objection().setting()).isEqualTo(ApplicationSettings.WAR);
  }

  @Test
  void finishesTheRequestInProgressWhenClosed() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayFinish = new CountDownLatch(1);
    HttpServlet slow =
        new HttpServlet() {
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response)
              throws IOException {
            entered.countDown();
            await(mayFinish);
            response.getWriter().print("finished");
          }
        };
    var server = start(WebApplication.servlets(Map.of("/slow", slow)), "bind", "127.0.0.1:0");
    URI address = server.addresses().get(0);
    var response = client.sendAsync(request(address.resolve("/slow")), asText());
    await(entered);

    var closed = CompletableFuture.runAsync(server::close);
    untilRefused(address.getPort());
    mayFinish.countDown();

    assertThat(response.get(20, TimeUnit.SECONDS).body()).isEqualTo("finished");
    closed.get(20, TimeUnit.SECONDS);
  }

  /** An idle kept-alive connection must not use up `graceful_timeout`. */
  @Test
  void doesNotWaitForIdleConnectionsWhenClosed() throws Exception {
    var server = start(hello(), "bind", "127.0.0.1:0", "graceful_timeout", "3600");
    int port = server.addresses().get(0).getPort();
    try (Socket idle = connect(port)) {
      idle.getOutputStream()
          .write("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(idle.getInputStream().read()).isEqualTo('H');

      CompletableFuture.runAsync(server::close).get(30, TimeUnit.SECONDS);
    }
  }

  private static WebApplication hello() {
    return WebApplication.servlets(
        Map.of(
            "/hello",
            new HttpServlet() {
              @Override
              protected void doGet(HttpServletRequest request, HttpServletResponse response)
                  throws IOException {
                response.getWriter().print("hello");
              }
            }));
  }

  private static ConnectorServer start(WebApplication application, String... namesAndValues) {
    return ConnectorServer.start(settings(namesAndValues), application);
  }

  private static Settings settings(String... namesAndValues) {
    Map<String, String> assignments = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      assignments.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return SettingsLoader.from(assignments);
  }

  private HttpResponse<String> get(URI uri) throws Exception {
    return client.send(request(uri), asText());
  }

  private static HttpRequest request(URI uri) {
    return HttpRequest.newBuilder(uri).build();
  }

  private static HttpResponse.BodyHandler<String> asText() {
    return HttpResponse.BodyHandlers.ofString();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  /** The listener is shut before anything else, so a refused connection tells that stop began. */
  private static void untilRefused(int port) throws Exception {
    while (true) {
      try (Socket accepted = connect(port)) {
        assertThat(accepted.isConnected()).isTrue();
      } catch (ConnectException e) {
        return;
      } catch (SocketException reset) {
        // The listener was shut while this one waited to be accepted; the next one is refused.
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
