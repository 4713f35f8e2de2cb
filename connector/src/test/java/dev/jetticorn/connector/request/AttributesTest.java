package dev.jetticorn.connector.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.ee11.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttributesTest {
  private static final List<String> EVERYWHERE =
      List.of(
          "wsgi.early_hints",
          "dev.jetticorn.bridge.EarlyHints",
          "dev.jetticorn.bridge.RequestUrgency");
  private static final List<String> ON_HTTP2 =
      List.of(
          "gunicorn.http2.priority_weight",
          "gunicorn.http2.priority_depends_on",
          "dev.jetticorn.bridge.StreamPriority");
  private static final List<String> WITH_TRAILERS =
      List.of("gunicorn.http2.send_trailers", "dev.jetticorn.bridge.ResponseTrailers");

  /** Uses everything, so that it shows at the client whether everything was there. */
  private static void useAll(ServletRequest request, ServletResponse response) throws IOException {
    EarlyHints.of(request).link("</a>");
    ResponseTrailers.of(request).orElseThrow().send("x-sum", "1");
    response
        .getWriter()
        .print(
            request.getAttribute("gunicorn.http2.priority_weight")
                + " "
                + request.getAttribute("gunicorn.http2.priority_depends_on"));
  }

  private static void assertAllUsed(ServletServer server, int status) throws IOException {
    try (var client = server.http2()) {
      client.send(Frame.prioritizedGet(1, "/", 201, 7, false));

      Exchange exchange = client.exchange(1);

      assertThat(exchange.interim())
          .containsExactly(List.of(entry(":status", "103"), entry("link", "</a>")));
      assertThat(exchange.status()).isEqualTo(status);
      assertThat(exchange.text()).isEqualTo("201 7");
      assertThat(exchange.trailers()).containsExactly(entry("x-sum", "1"));
    }
  }

  @Test
  void nameTheTypedDoorsAfterTheirClasses() {
    assertThat(AttributedRequest.TYPED_EARLY_HINTS).isEqualTo(EarlyHints.class.getName());
    assertThat(AttributedRequest.TYPED_PRIORITY).isEqualTo(StreamPriority.class.getName());
    assertThat(AttributedRequest.TYPED_URGENCY).isEqualTo(RequestUrgency.class.getName());
    assertThat(AttributedRequest.TYPED_TRAILERS).isEqualTo(ResponseTrailers.class.getName());
  }

  @Test
  void areThereForAServlet() throws Exception {
    try (var server = ServletServer.with("/", AttributesTest::useAll).start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereForAFilterAndBehindItsWrappers() throws Exception {
    try (var server =
        ServletServer.with("/", AttributesTest::useAll)
            .filtered(
                (request, response, chain) -> {
                  assertThat(StreamPriority.of(request)).isPresent();
                  chain.doFilter(
                      new HttpServletRequestWrapper((HttpServletRequest) request),
                      new HttpServletResponseWrapper((HttpServletResponse) response));
                })
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInAForward() throws Exception {
    try (var server =
        ServletServer.with("/", (q, r) -> q.getRequestDispatcher("/target").forward(q, r))
            .and("/target", AttributesTest::useAll)
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInAnInclude() throws Exception {
    try (var server =
        ServletServer.with("/", (q, r) -> q.getRequestDispatcher("/target").include(q, r))
            .and("/target", AttributesTest::useAll)
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInAnErrorPage() throws Exception {
    ErrorPageErrorHandler errorPages = new ErrorPageErrorHandler();
    errorPages.addErrorPage(404, "/target");
    try (var server =
        ServletServer.with("/", (q, r) -> r.sendError(404))
            .and("/target", AttributesTest::useAll)
            .context(context -> context.setErrorHandler(errorPages))
            .start()) {
      assertAllUsed(server, 404);
    }
  }

  @Test
  void areThereAfterAnAsyncDispatch() throws Exception {
    try (var server =
        ServletServer.with("/", (q, r) -> q.startAsync().dispatch("/target"))
            .and("/target", AttributesTest::useAll)
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInThreadsOfAnAsyncContext() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  AsyncContext async = request.startAsync();
                  async.start(() -> useAllAndComplete(async));
                })
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInAnyThread() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  AsyncContext async = request.startAsync();
                  new Thread(() -> useAllAndComplete(async)).start();
                })
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  @Test
  void areThereInVirtualThreads() throws Exception {
    assumeTrue(VirtualThreads.areSupported(), "this JDK has no virtual threads");
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  assertThat(VirtualThreads.isVirtualThread()).isTrue();
                  useAll(request, response);
                })
            .virtualThreads()
            .start()) {
      assertAllUsed(server, 200);
    }
  }

  private static void useAllAndComplete(AsyncContext async) {
    try {
      useAll(async.getRequest(), async.getResponse());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } finally {
      async.complete();
    }
  }

  @ParameterizedTest
  @EnumSource
  void areListedWhereTheyAreOffered(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) ->
                    Collections.list(request.getAttributeNames()).stream()
                        .filter(name -> request.getAttribute(name) != null)
                        .forEach(name -> print(response, name + "\n")))
            .start()) {
      List<String> bare = protocol.get(server, "/").text().lines().toList();
      List<String> withTe = protocol.get(server, "/", "te", "trailers").text().lines().toList();

      assertThat(bare).containsAll(EVERYWHERE);
      if (protocol == Protocol.HTTP_2) {
        assertThat(bare).containsAll(ON_HTTP2).containsAll(WITH_TRAILERS);
      } else {
        assertThat(bare).doesNotContainAnyElementsOf(ON_HTTP2);
        assertThat(bare).doesNotContainAnyElementsOf(WITH_TRAILERS);
        assertThat(withTe).doesNotContainAnyElementsOf(ON_HTTP2);
      }
      if (protocol == Protocol.HTTP_1_1) {
        assertThat(withTe).containsAll(WITH_TRAILERS);
      }
    }
  }

  private static void print(HttpServletResponse response, String text) {
    try {
      response.getWriter().print(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @EnumSource
  void areNullWhereTheyAreNotOffered(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  ON_HTTP2.forEach(name -> print(response, request.getAttribute(name) + " "));
                  print(response, String.valueOf(StreamPriority.of(request).isPresent()));
                })
            .start()) {
      assertThat(protocol.get(server, "/").text())
          .isEqualTo(
              protocol == Protocol.HTTP_2
                  ? "16 0 " + StreamPriority.DEFAULT + " true"
                  : "null null null false");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void canBeSetAndRemovedLikeAnyOther(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  for (List<String> names : List.of(EVERYWHERE, ON_HTTP2, WITH_TRAILERS)) {
                    for (String name : names) {
                      request.setAttribute(name, "mine");
                      assertThat(request.getAttribute(name)).isEqualTo("mine");
                      assertThat(Collections.list(request.getAttributeNames()))
                          .containsOnlyOnce(name);
                      request.removeAttribute(name);
                      assertThat(request.getAttribute(name)).isNull();
                      assertThat(Collections.list(request.getAttributeNames()))
                          .doesNotContain(name);
                      request.setAttribute(name, "again");
                      assertThat(request.getAttribute(name)).isEqualTo("again");
                      request.setAttribute(name, null);
                      assertThat(request.getAttribute(name)).isNull();
                    }
                  }
                  assertThat(EarlyHints.of(request).link("</a>")).isFalse();
                  assertThat(ResponseTrailers.of(request)).isEmpty();
                  response.getWriter().print("passed");
                })
            .start()) {
      assertThat(protocol.get(server, "/", "te", "trailers").text()).isEqualTo("passed");
    }
  }

  @Test
  void tellListenersWhatWasReplacedAndRemoved() throws Exception {
    Queue<Map.Entry<String, Object>> events = new ConcurrentLinkedQueue<>();
    ServletRequestAttributeListener listener =
        new ServletRequestAttributeListener() {
          @Override
          public void attributeReplaced(ServletRequestAttributeEvent event) {
            events.add(entry("replaced", event.getValue()));
          }

          @Override
          public void attributeRemoved(ServletRequestAttributeEvent event) {
            events.add(entry("removed", event.getValue()));
          }
        };
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  request.setAttribute("gunicorn.http2.priority_weight", 5);
                  request.removeAttribute("gunicorn.http2.priority_weight");
                  request.removeAttribute("gunicorn.http2.priority_depends_on");
                })
            .context(context -> context.addEventListener(listener))
            .start()) {
      Protocol.HTTP_2.get(server, "/");

      assertThat(events).contains(entry("replaced", 16), entry("removed", 5), entry("removed", 0));
    }
  }

  @Test
  void areTheSameEachTimeTheyAreAskedFor() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  for (String name : List.of("wsgi.early_hints", "gunicorn.http2.send_trailers")) {
                    assertThat(request.getAttribute(name)).isSameAs(request.getAttribute(name));
                  }
                  response.getWriter().print("passed");
                })
            .start()) {
      assertThat(Protocol.HTTP_2.get(server, "/").text()).isEqualTo("passed");
    }
  }
}
