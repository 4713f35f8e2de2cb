package dev.jetticorn.connector.server.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.bridge.ServerListener;
import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.handler.Http1;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.ApplicationSettings;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import dev.jetticorn.connector.testing.CapturedLog;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Waiting;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HooksTest {
  /** Listeners are made by their class alone, so that what they hear has to be here. */
  private static final List<String> HEARD = new CopyOnWriteArrayList<>();

  @TempDir private Path directory;

  /** Found by {@code lib}. */
  public static final class Listening implements ServerListener {
    @Override
    public void onReload() {
      HEARD.add("on_reload");
    }
  }

  /** Hears of everything. */
  public static final class Telling implements ServerListener {
    @Override
    public void onStarting() {
      HEARD.add("on_starting");
    }

    @Override
    public void whenReady(List<URI> addresses) {
      HEARD.add("when_ready " + addresses);
    }

    @Override
    public void onReload() {
      HEARD.add("on_reload");
    }

    @Override
    public void onExit() {
      HEARD.add("on_exit");
    }

    @Override
    public void preRequest(Request request) {
      HEARD.add(
          "pre_request %s %s %s %s %s %s"
              .formatted(
                  request.method(),
                  request.path(),
                  request.query().orElse("-"),
                  request.protocol(),
                  request.remoteAddress(),
                  request.field("x-a").orElse("-")));
    }

    @Override
    public void postRequest(Request request, int status, Duration duration) {
      HEARD.add("post_request " + request.path() + " " + status + " " + duration.isZero());
    }

    @Override
    public void workerAbort(Request request, List<Thread> stuck) {
      HEARD.add("worker_abort " + request.path() + " " + stuck.size());
    }

    @Override
    public SSLContext sslContext(SSLContext context) {
      HEARD.add("ssl_context");
      return context;
    }
  }

  /** Fails whenever it hears something that may not keep the server from anything. */
  public static final class Clumsy implements ServerListener {
    @Override
    public void whenReady(List<URI> addresses) {
      throw new IllegalStateException("when_ready");
    }

    @Override
    public void onReload() {
      throw new IllegalStateException("on_reload");
    }

    @Override
    public void onExit() {
      throw new IllegalStateException("on_exit");
    }

    @Override
    public void preRequest(Request request) {
      throw new IllegalStateException("pre_request");
    }

    @Override
    public void postRequest(Request request, int status, Duration duration) {
      throw new IllegalStateException("post_request");
    }

    @Override
    public SSLContext sslContext(SSLContext context) {
      throw new IllegalStateException("ssl_context");
    }
  }

  /** Does not want the server. */
  public static final class Unwilling implements ServerListener {
    @Override
    public void onStarting() {
      throw new IllegalStateException("not today");
    }
  }

  /** Makes TLS impossible. */
  public static final class Confusing implements ServerListener {
    @Override
    public SSLContext sslContext(SSLContext context) {
      try {
        SSLContext empty = SSLContext.getInstance("TLS");
        empty.init(new KeyManager[0], null, null);
        return empty;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Cannot be made. */
  public static final class Failing implements ServerListener {
    /** Fails. */
    public Failing() {
      throw new IllegalStateException("no licence");
    }
  }

  private void jar(String name, Class<?> service) throws IOException {
    try (OutputStream file = Files.newOutputStream(directory.resolve(name));
        ZipOutputStream jar = new ZipOutputStream(file)) {
      jar.putNextEntry(new ZipEntry("META-INF/services/" + ServerListener.class.getName()));
      jar.write(service.getName().getBytes(StandardCharsets.UTF_8));
    }
  }

  private Hooks load() {
    return Hooks.load(SettingsLoader.from(Map.of("lib", directory.toString())));
  }

  @Test
  void areFoundInTheJarsOfLib() throws IOException {
    jar("a.jar", Listening.class);
    HEARD.clear();

    load().reloaded();

    assertThat(HEARD).containsExactly("on_reload");
  }

  @Test
  void hearOfAServerFromItsStartToItsEnd() throws IOException {
    jar("a.jar", Telling.class);
    HEARD.clear();

    URI address;
    try (ConnectorServer server = start("timeout", "1")) {
      address = server.addresses().get(0);
      try (Http1 client = Http1.connect(address.getPort())) {
        assertThat(client.get("/a%20b?c=d", "X-A: 1").status()).isEqualTo(201);
        assertThat(Waiting.until(() -> HEARD.size() == 4)).isTrue();
        assertThat(client.get("/stuck").status()).isEqualTo(503);
      }
      server.reload(settings("timeout", "1"));
    }

    assertThat(HEARD)
        .filteredOn(heard -> !heard.contains("/stuck"))
        .containsExactly(
            "on_starting",
            "when_ready [" + address + "]",
            "pre_request GET /a%20b c=d HTTP/1.1 127.0.0.1 1",
            "post_request /a%20b 201 false",
            "on_reload",
            "on_exit");
    assertThat(HEARD).contains("worker_abort /stuck 1");
  }

  @Test
  void hearOfNoStatusWhenTheClientDidNotWaitForOne() throws Exception {
    jar("a.jar", Telling.class);
    HEARD.clear();

    try (ConnectorServer server = start("http2_cleartext", "both");
        FrameClient client = FrameClient.connect(server.addresses().get(0).getPort())) {
      client.send(Frame.get(1, "/left"));
      assertThat(Waiting.until(() -> HEARD.toString().contains("pre_request"))).isTrue();
      client.send(Frame.reset(1, ErrorCode.CANCEL_STREAM_ERROR.code), Frame.ping(1));
      client.next(Frame.PING);
      HEARD.add("left");

      assertThat(Waiting.until(() -> HEARD.contains("post_request /left 0 false"))).isTrue();
    }
  }

  @Test
  void changeNothingElseWhenTheyFail() throws IOException {
    jar("a.jar", Clumsy.class);
    jar("b.jar", Telling.class);
    HEARD.clear();

    try (var log = new CapturedLog(Hooks.class)) {
      try (ConnectorServer server = start("certfile", "self-signed");
          Http1 client = Http1.connect(server.addresses().get(0).getPort())) {
        assertThat(client.get("/").status()).isEqualTo(201);
        assertThat(Waiting.until(() -> HEARD.toString().contains("post_request"))).isTrue();
        server.reload(settings("certfile", "self-signed"));
      }

      String clumsy =
          "the hook " + Clumsy.class.getName() + " (" + directory.resolve("a.jar") + ") failed in ";
      assertThat(log.messages())
          .allMatch(said -> said.startsWith(clumsy))
          .extracting(said -> said.substring(clumsy.length()).replaceFirst(",.*", ""))
          .contains(
              "ssl_context", "when_ready", "pre_request", "post_request", "on_reload", "on_exit");
    }
    assertThat(HEARD)
        .extracting(heard -> heard.replaceFirst(" .*", ""))
        .contains(
            "ssl_context", "when_ready", "pre_request", "post_request", "on_reload", "on_exit");
  }

  @Test
  void mayKeepTheServerFromStarting() throws IOException {
    jar("a.jar", Unwilling.class);

    assertThatThrownBy(() -> start("timeout", "1"))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> {
              assertThat(e.objection().setting()).isEqualTo(ApplicationSettings.LIB);
              assertThat(e.objection().headline()).contains("Unwilling", "a.jar");
              assertThat(e.objection().notes().toString()).contains("not today");
            });
  }

  @Test
  void mayNotMakeTlsImpossible() throws IOException {
    jar("a.jar", Confusing.class);

    assertThatThrownBy(() -> start("certfile", "self-signed"))
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e ->
                assertThat(e.objection().headline())
                    .isEqualTo("TLS does not work with what a hook makes of it"));
  }

  private ConnectorServer start(String name, String value) {
    return ConnectorServer.start(
        settings(name, value), WebApplication.servlets(Map.of("/*", new Created())));
  }

  private Settings settings(String name, String value) {
    return SettingsLoader.from(
        Map.of("bind", "http://127.0.0.1:0", "lib", directory.toString(), name, value));
  }

  private static final class Created extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      if (request.getRequestURI().equals("/stuck")) {
        // It has been answered when this is over, or the client's deadline is.
        assertThat(Waiting.until(() -> HEARD.toString().contains("worker_abort"))).isTrue();
      }
      if (request.getRequestURI().equals("/left")) {
        assertThat(Waiting.until(() -> HEARD.contains("left"))).isTrue();
      }
      response.setStatus(201);
    }
  }

  @Test
  void areNotLookedForInWhatIsNoJar() throws IOException {
    Path none = Files.writeString(directory.resolve("none.jar"), "no ZIP archive");
    assertUnreadable(none);

    try (var empty = new ZipOutputStream(Files.newOutputStream(none))) {
      empty.finish();
    }
    assertUnreadable(none);
  }

  private void assertUnreadable(Path jar) {
    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e ->
                assertThat(e.objection().headline())
                    .isEqualTo("cannot read the jar `" + jar + "`"));
  }

  @Test
  void areNoneWithoutLib() {
    assertThat(Hooks.load(SettingsLoader.from(Map.of())).isEmpty()).isTrue();
    assertThat(load().isEmpty()).isTrue();
  }

  @Test
  void areLaidToTheirJarWhenTheyCannotBeMade() throws IOException {
    jar("good.jar", Listening.class);
    jar("bad.jar", Failing.class);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> {
              assertThat(e.objection().headline()).contains("bad.jar");
              assertThat(e.objection().notes().toString())
                  .contains("HooksTest$Failing", "no licence");
            });
  }

  @Test
  void areNotWhateverAJarNames() throws IOException {
    jar("bad.jar", HooksTest.class);

    assertThatThrownBy(this::load)
        .isInstanceOfSatisfying(
            UnusableSettingException.class,
            e -> assertThat(e.objection().notes().toString()).contains("HooksTest"));
  }
}
