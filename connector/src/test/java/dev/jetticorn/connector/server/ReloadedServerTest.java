package dev.jetticorn.connector.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.tls.CertificateReloader;
import dev.jetticorn.connector.server.tls.TestCertificates;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.SocketSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reload changes for new connections and requests, and what it leaves to the others. */
@Timeout(60)
class ReloadedServerTest {
  @TempDir private Path directory;

  private final Hold hold = new Hold();

  @Test
  void newRequestsGoThroughTheNewHandlersAlsoOnOldConnections() throws Exception {
    try (var server = start(Map.of("limit_request_field_size", "50"));
        var client = client(server, 0)) {
      assertThat(client.get("/", "a: " + "x".repeat(40)).status()).isEqualTo(200);

      server.reload(settings(Map.of("limit_request_field_size", "30", "health_path", "/up")));

      assertThat(client.get("/", "a: " + "x".repeat(40)).status()).isEqualTo(431);
      try (var other = client(server, 0)) {
        assertThat(other.get("/up").body()).isEqualTo("ready\n");
      }
    }
  }

  @Test
  void aRequestInProgressEndsInTheHandlersThatItEntered() throws Exception {
    try (var server = start(Map.of("timeout", "50", "health_path", "/up"));
        var client = client(server, 0)) {
      client.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
      hold.awaitArrival();

      server.reload(settings(Map.of("redirect_https", "on")));

      hold.release();
      assertThat(client.read().body()).isEqualTo("held");
      assertThat(client.get("/").status()).isEqualTo(308);
    }
  }

  @Test
  void openConnectionsKeepWhatWasAnnouncedToThem() throws Exception {
    try (var server =
            start(Map.of("http2_cleartext", "both", "http2_max_concurrent_streams", "7"));
        var before = FrameClient.connect(port(server, 0))) {
      assertThat(before.nextSettings()).containsEntry(FrameClient.MAX_CONCURRENT_STREAMS, 7);

      server.reload(
          settings(Map.of("http2_cleartext", "both", "http2_max_concurrent_streams", "9")));

      before.send(Frame.get(1, "/"));
      assertThat(before.exchange(1).text()).isEqualTo("hello");
      try (var after = FrameClient.connect(port(server, 0))) {
        assertThat(after.nextSettings()).containsEntry(FrameClient.MAX_CONCURRENT_STREAMS, 9);
        after.send(Frame.get(1, "/"));
        assertThat(after.exchange(1).text()).isEqualTo("hello");
      }
    }
  }

  /** It is the factory of a connection that tells it of the stop, however often it was replaced. */
  @Test
  void aConnectionFromBeforeSeveralReloadsIsToldOfTheStopAndServedToTheEnd() throws Exception {
    var server = start(Map.of("http2_cleartext", "both"));
    try (var client = FrameClient.connect(port(server, 0))) {
      client.send(Frame.get(1, "/hold"));
      hold.awaitArrival();
      for (String streams : List.of("11", "12", "13")) {
        server.reload(
            settings(Map.of("http2_cleartext", "both", "http2_max_concurrent_streams", streams)));
      }

      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);

      assertThat(client.nextGoAway()).isZero();
      hold.release();
      assertThat(client.exchange(1).text()).isEqualTo("held");
      stopped.get(20, TimeUnit.SECONDS);
    } finally {
      server.close();
    }
  }

  /** A server that is reloaded for years must not grow by it. */
  @Test
  void whatNoConnectionUsesAnyLongerIsLetGo() throws Exception {
    try (var server = start(Map.of("http2_cleartext", "both"))) {
      reloadTwice(server);
      int beans = beans(server);

      for (int i = 0; i < 5; i++) {
        reloadTwice(server);
      }

      assertThat(beans(server)).isEqualTo(beans);
    }
  }

  private void reloadTwice(ConnectorServer server) {
    server.reload(settings(Map.of("http2_cleartext", "both", "keepalive", "5")));
    server.reload(settings(Map.of("http2_cleartext", "both", "keepalive", "6")));
  }

  private static int beans(ConnectorServer server) {
    return server.jetty().getContainedBeans(Object.class).size();
  }

  @Test
  void listensAtNewAddressesAndNoLongerAtOldOnes() throws Exception {
    try (var server = start(Map.of("bind", "127.0.0.1:0, localhost:0"));
        var staying = client(server, 0);
        var going = client(server, 1)) {
      int gone = port(server, 1);
      assertThat(staying.get("/").body()).isEqualTo("hello");
      going.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
      hold.awaitArrival();

      server.reload(settings(Map.of("bind", "[::1]:0, 127.0.0.1:0")));

      assertThat(server.addresses()).extracting(URI::getHost).containsExactly("[::1]", "127.0.0.1");
      try (var added = Http1.connect("::1", port(server, 0))) {
        assertThat(added.get("/").body()).isEqualTo("hello");
      }
      assertThat(staying.get("/").body()).isEqualTo("hello");
      assertThatThrownBy(() -> Http1.connect(gone)).isInstanceOf(ConnectException.class);
      hold.release();
      assertThat(going.read().body()).isEqualTo("held");
      assertThat(going.isEnded()).isTrue();
    }
  }

  @Test
  void anAddressThatIsTakenLeavesEverythingAsItWas() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var server = start(Map.of("limit_request_field_size", "50"))) {
      List<URI> before = server.addresses();
      String addresses = "[::1]:0, 127.0.0.1:" + taken.getLocalPort();

      var problem =
          catchThrowableOfType(
              UnusableSettingException.class,
              () ->
                  server.reload(
                      settings(Map.of("bind", addresses, "limit_request_field_size", "30"))));

      assertThat(problem.objection().setting()).isEqualTo(SocketSettings.BIND);
      assertThat(server.addresses()).isEqualTo(before);
      assertThat(server.jetty().getConnectors()).hasSize(1);
      try (var client = client(server, 0)) {
        assertThat(client.get("/", "a: " + "x".repeat(40)).status()).isEqualTo(200);
      }
    }
  }

  @Test
  void connectionsWithinTheNewLimitAreServed() throws Exception {
    try (var server = start(Map.of("worker_connections", "1"));
        var first = client(server, 0)) {
      first.send("GET /hold HTTP/1.1\r\nHost: localhost\r\n\r\n");
      hold.awaitArrival();
      try (var second = client(server, 0)) {
        second.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

        server.reload(settings(Map.of("worker_connections", "2")));

        assertThat(second.read().body()).isEqualTo("hello");
      }
      hold.release();
      assertThat(first.read().body()).isEqualTo("held");
    }
  }

  @Test
  void theAccessLogMovesAndLosesNoLine() throws Exception {
    Path old = directory.resolve("old.log");
    Path fresh = directory.resolve("new.log");
    try (var server = start(Map.of("accesslog", old.toString(), "access_log_format", "%(U)s"));
        var client = client(server, 0)) {
      client.get("/1");
      // A line is written before the connection is read again.
      client.get("/2");
      server.reload(
          settings(Map.of("accesslog", fresh.toString(), "access_log_format", "%(s)s %(U)s")));
      client.get("/3");
    }

    List<String> before = Files.readAllLines(old);
    List<String> after = Files.readAllLines(fresh);
    assertThat(before).startsWith("/1");
    assertThat(after).endsWith("200 /3");
    assertThat(before.size() + after.size()).isEqualTo(3);
  }

  /** A disk that is full: the lines wait, and are lost with the log that held them. */
  @Test
  void whatAReplacedAccessLogDroppedIsCountedOn() throws Exception {
    int lines = 10;
    String path = "/" + "x".repeat(4_000);
    // A megabyte each.
    Map<String, String> full =
        Map.of("accesslog", "/dev/full", "access_log_format", "%(U)s".repeat(262));
    try (var server = start(full);
        var client = client(server, 0)) {
      for (int i = 0; i < lines; i++) {
        client.get(path);
      }
      // A line is written before the connection is read again.
      client.get("/");
      long before = dropped(server);
      assertThat(before).isPositive();

      server.reload(settings(Map.of("accesslog", directory.resolve("new.log").toString())));

      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      for (long now = before; now < lines; now = dropped(server)) {
        assertThat(now).isGreaterThanOrEqualTo(before);
        assertThat(System.nanoTime()).as("only %d are counted", now).isLessThan(end);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        before = now;
      }
    }
  }

  private static long dropped(ConnectorServer server) {
    return ((Map<?, ?>) server.statistics().get("log_entries_dropped")).get("access")
            instanceof Long count
        ? count
        : 0;
  }

  @Test
  void anAccessLogThatCannotBeWrittenLeavesTheOldOne() throws Exception {
    Path old = directory.resolve("old.log");
    Map<String, String> before = Map.of("accesslog", old.toString(), "access_log_format", "%(U)s");
    try (var server = start(before);
        var client = client(server, 0)) {
      assertThatThrownBy(() -> server.reload(settings(Map.of("accesslog", directory.toString()))))
          .isInstanceOf(UnusableSettingException.class)
          .hasMessageContaining("access log");
      client.get("/1");
    }

    assertThat(Files.readAllLines(old)).containsExactly("/1");
  }

  @Test
  void speaksTlsOnceThereIsACertificateAndNoMoreWithoutOne() throws Exception {
    var certificate = TestCertificates.draft("localhost").names("localhost").selfSigned();
    Path file = directory.resolve("both.pem");
    Files.writeString(file, certificate.certificatePem() + certificate.keyPem());
    try (var server = start(Map.of())) {
      server.reload(settings(Map.of("certfile", file.toString())));

      assertThat(server.addresses()).extracting(URI::getScheme).containsExactly("https");
      assertThat(shownBy(port(server, 0), certificate.certificate()))
          .isEqualTo(certificate.certificate());
      // What sees that the file is renewed.
      assertThat(server.jetty().getBean(CertificateReloader.class).isRunning()).isTrue();

      server.reload(settings(Map.of()));

      assertThat(server.jetty().getBean(CertificateReloader.class)).isNull();
      assertThat(server.addresses()).extracting(URI::getScheme).containsExactly("http");
      try (var client = client(server, 0)) {
        assertThat(client.get("/").body()).isEqualTo("hello");
      }
    }
  }

  private static Certificate shownBy(int port, X509Certificate trusted) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("trusted", trusted);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), new SecureRandom());
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getSession().getPeerCertificates()[0];
    }
  }

  private ConnectorServer start(Map<String, String> texts) {
    return ConnectorServer.start(
        settings(texts), WebApplication.servlets(Map.of("/*", new Hello(), "/hold", hold)));
  }

  private static Settings settings(Map<String, String> texts) {
    Map<String, String> all = new HashMap<>(Map.of("bind", "127.0.0.1:0"));
    all.putAll(texts);
    return SettingsLoader.from(all);
  }

  private static int port(ConnectorServer server, int listener) {
    return server.addresses().get(listener).getPort();
  }

  private static Http1 client(ConnectorServer server, int listener) throws IOException {
    return Http1.connect(port(server, listener));
  }

  private static final class Hello extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getOutputStream().print("hello");
    }
  }

  /** Answers when it is told to. */
  private static final class Hold extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient CountDownLatch arrived = new CountDownLatch(1);
    private final transient CountDownLatch released = new CountDownLatch(1);

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      arrived.countDown();
      try {
        if (!released.await(20, TimeUnit.SECONDS)) {
          throw new IOException("nobody released it");
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      response.getOutputStream().print("held");
    }

    void awaitArrival() throws InterruptedException {
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
    }

    void release() {
      released.countDown();
    }
  }
}
