package dev.jetticorn.connector.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.IOException;
import java.io.Serializable;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.session.SessionIdManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code session_store} promises an application, with files. */
@Timeout(60)
class SessionStoresTest {
  /** What a request does with its session. */
  private interface Step {
    Object with(HttpSession session, HttpServletRequest request) throws Exception;
  }

  private static final List<String> unbound = new CopyOnWriteArrayList<>();

  private record Bound(String name) implements HttpSessionBindingListener, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
      unbound.add(name);
    }
  }

  private static final List<String> heard = new CopyOnWriteArrayList<>();

  private static final class Listening implements HttpSessionActivationListener, Serializable {
    private static final long serialVersionUID = 1L;

    private transient boolean activated;

    @Override
    public void sessionWillPassivate(HttpSessionEvent event) {
      heard.add("will passivate");
    }

    @Override
    public void sessionDidActivate(HttpSessionEvent event) {
      activated = true;
    }
  }

  @TempDir Path directory;
  private final HttpClient client =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private final List<ConnectorServer> servers = new ArrayList<>();

  @AfterEach
  void close() {
    servers.forEach(ConnectorServer::close);
  }

  private ConnectorServer serve(Map<String, Step> steps) {
    Map<String, HttpServlet> servlets = new HashMap<>();
    steps.forEach(
        (path, step) ->
            servlets.put(
                path,
                new HttpServlet() {
                  private static final long serialVersionUID = 1L;

                  @Override
                  protected void doGet(HttpServletRequest request, HttpServletResponse response)
                      throws IOException {
                    try {
                      response.getWriter().print(step.with(request.getSession(), request));
                    } catch (IOException | RuntimeException e) {
                      throw e;
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }
                }));
    ConnectorServer server =
        ConnectorServer.start(
            SettingsLoader.from(
                Map.of(
                    "bind", "127.0.0.1:0", "session_store", "file:" + directory.resolve("store"))),
            WebApplication.servlets(servlets));
    servers.add(server);
    return server;
  }

  private HttpResponse<String> get(ConnectorServer server, String path) throws Exception {
    return ask(server, path).get(30, TimeUnit.SECONDS);
  }

  private CompletableFuture<HttpResponse<String>> ask(ConnectorServer server, String path) {
    URI uri = server.addresses().get(0).resolve(path);
    return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  private String see(ConnectorServer server, String path) throws Exception {
    HttpResponse<String> answer = get(server, path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void aRequestThatOnlyReadsDoesNotUndoWhatAnotherWrites() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch written = new CountDownLatch(1);
    ConnectorServer server =
        serve(
            Map.of(
                "/put",
                (session, request) -> {
                  session.setAttribute("map", new HashMap<>(Map.of("a", "1", "b", "2", "c", "3")));
                  return "put";
                },
                "/read",
                (session, request) -> {
                  Object map = session.getAttribute("map");
                  reading.countDown();
                  assertThat(written.await(30, TimeUnit.SECONDS)).isTrue();
                  return map;
                },
                "/write",
                (session, request) -> {
                  session.setAttribute("map", new HashMap<>(Map.of("a", "9")));
                  return "written";
                },
                "/look",
                (session, request) -> session.getAttribute("map")));
    see(server, "/put");

    CompletableFuture<HttpResponse<String>> read = ask(server, "/read");
    assertThat(reading.await(30, TimeUnit.SECONDS)).isTrue();
    see(server, "/write");
    written.countDown();

    assertThat(read.get(30, TimeUnit.SECONDS).body()).contains("b=2");
    assertThat(see(server, "/look")).isEqualTo("{a=9}");
  }

  @Test
  void isNewOnceAndKnowsWhenItWasUsed() throws Exception {
    ConnectorServer server =
        serve(
            Map.of(
                "/",
                (session, request) ->
                    session.isNew()
                        + " "
                        + request.isRequestedSessionIdValid()
                        + " "
                        + (session.getLastAccessedTime() >= session.getCreationTime())));

    assertThat(see(server, "/")).isEqualTo("true false true");
    assertThat(see(server, "/")).isEqualTo("false true true");
  }

  @Test
  void whatCannotBeStoredFailsTheRequest() throws Exception {
    ConnectorServer server =
        serve(
            Map.of(
                "/plain",
                (session, request) -> {
                  try {
                    session.setAttribute("thread", Thread.currentThread());
                    return "stored";
                  } catch (RuntimeException refused) {
                    return String.valueOf(refused.getMessage());
                  }
                },
                "/inside",
                (session, request) -> {
                  session.setAttribute("list", new ArrayList<>(List.of(Thread.currentThread())));
                  return "not seen";
                }));

    assertThat(get(server, "/plain").body())
        .contains("session attribute `thread` cannot be stored");
    HttpResponse<String> inside = get(server, "/inside");
    assertThat(inside.statusCode()).isEqualTo(500);
    assertThat(inside.body()).doesNotContain("not seen");
  }

  /** A new version of the application has changed a class. */
  @Test
  void whatCannotBeReadIsLeftOutAndStaysStored() throws Exception {
    ConnectorServer server =
        serve(
            Map.of(
                "/put",
                (session, request) -> {
                  session.setAttribute("good", "1");
                  return session.getId();
                },
                "/look",
                (session, request) ->
                    session.getAttribute("good") + " " + session.getAttribute("bad")));
    String id = see(server, "/put");
    Path file = directory.resolve("store/%2F/" + id + ".session");
    SessionRecord session = SessionFile.read(file).orElseThrow();
    Map<String, byte[]> attributes = new HashMap<>(session.attributes());
    attributes.put("bad", new byte[] {1, 2, 3});
    SessionFile.write(file, session.with(attributes));

    assertThat(see(server, "/look")).isEqualTo("1 null");
    assertThat(SessionFile.read(file).orElseThrow().attributes()).containsKey("bad");
  }

  @Test
  void anExpiredSessionUnbindsItsAttributes() throws Exception {
    unbound.clear();
    ConnectorServer server =
        serve(
            Map.of(
                "/",
                (session, request) -> {
                  session.setAttribute("bound", new Bound("it"));
                  session.setMaxInactiveInterval(3_600);
                  return session.getId();
                }));
    Path file = directory.resolve("store/%2F/" + see(server, "/") + ".session");
    SessionIdManager ids = server.jetty().getBean(SessionIdManager.class);
    ids.scavenge();
    assertThat(file).exists();
    SessionFile.touch(file, System.currentTimeMillis() - 3_600_000);

    ids.scavenge();

    assertThat(file).doesNotExist();
    assertThat(unbound).containsExactly("it");
  }

  @Test
  void anIdThatAClientMadeUpIsNotTaken() throws Exception {
    ConnectorServer server = serve(Map.of("/", (session, request) -> session.getId()));
    URI uri = server.addresses().get(0);

    String id =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri).header("Cookie", "JSESSIONID=chosen").build(),
                BodyHandlers.ofString())
            .body();

    assertThat(id).isNotEqualTo("chosen").hasSizeGreaterThan(20);
  }

  /** Servlet 6.1, section 7.7.2. */
  @Test
  void anAttributeHearsThatItIsWrittenAndRead() throws Exception {
    heard.clear();
    ConnectorServer server =
        serve(
            Map.of(
                "/put",
                (session, request) -> {
                  session.setAttribute("listening", new Listening());
                  return "";
                },
                "/look",
                (session, request) ->
                    session.getAttribute("listening") instanceof Listening read && read.activated));
    see(server, "/put");
    assertThat(heard).startsWith("will passivate");

    assertThat(see(server, "/look")).isEqualTo("true");
  }

  @Test
  void aCookieHasNoNameOfANode() throws Exception {
    ConnectorServer server = serve(Map.of("/", (session, request) -> session.getId()));

    HttpResponse<String> answer = get(server, "/");

    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("JSESSIONID=" + answer.body() + ";");
    assertThat(get(server, "/").headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeWrittenIsSaidAndRecoversByItself() throws Exception {
    ConnectorServer server =
        serve(
            Map.of(
                "/",
                (session, request) -> {
                  session.setAttribute("x", String.valueOf(System.nanoTime()));
                  return session.getId();
                }));
    see(server, "/");
    Path context = directory.resolve("store/%2F");
    Path aside = directory.resolve("aside");
    Files.move(context, aside);
    Files.writeString(context, "in the way");

    assertThat(get(server, "/").statusCode()).isEqualTo(503);

    Files.delete(context);
    Files.move(aside, context);
    see(server, "/");
    try (Stream<Path> files = Files.list(context)) {
      assertThat(files).hasSize(1);
    }
  }
}
