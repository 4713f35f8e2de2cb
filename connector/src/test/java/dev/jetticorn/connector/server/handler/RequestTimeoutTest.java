package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.connector.server.ConnectorServer;
import dev.jetticorn.connector.server.hook.Hooks;
import dev.jetticorn.connector.server.webapp.WebApplication;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import dev.jetticorn.connector.testing.CapturedLog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestTimeoutTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  /** Time enough to begin a response. */
  private static final Duration LONGER = Duration.ofSeconds(2);

  private final Gate gate = new Gate();

  /** What becomes of the other requests must not depend on how fast they are. */
  private Handler onlyFor(String path, Handler limited) {
    return new Handler.Wrapper(limited) {
      @Override
      public boolean handle(Request request, Response response, Callback callback)
          throws Exception {
        if (Request.getPathInContext(request).equals(path)) {
          return super.handle(request, response, callback);
        }
        Content.Sink.write(response, true, "quick", callback);
        return true;
      }
    };
  }

  private static RequestTimeout timeout(Duration limit, Handler next) {
    RequestTimeout timeout = new RequestTimeout(limit, Hooks.NONE);
    timeout.setHandler(next);
    return timeout;
  }

  @Test
  void answers503AndEndsAnHttp1ConnectionWhenTheRequestIsOutOfTheWay() throws Exception {
    try (var server = HandlerServer.start(timeout(SHORT, gate));
        var client = server.http1()) {
      Answer answer = client.get("/stuck");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.field("Connection")).isEqualTo("close");
      gate.openFor(1);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void answers503OnItsStreamAndServesTheOthers() throws Exception {
    try (var server = HandlerServer.start(onlyFor("/stuck", timeout(SHORT, gate)));
        var client = server.http2()) {
      assertThat(client.get("/stuck").status()).isEqualTo(503);

      assertThat(client.get("/other").body()).isEqualTo("quick");
      gate.openFor(1);
      assertThat(client.get("/other").body()).isEqualTo("quick");
    }
  }

  @Test
  void leavesARequestAloneThatIsInTime() throws Exception {
    gate.openFor(2);
    try (var server = HandlerServer.start(timeout(Duration.ofHours(1), gate));
        var client = server.http1()) {
      assertThat(client.get("/").body()).isEqualTo("through");
      assertThat(client.get("/").body()).isEqualTo("through");
    }
  }

  @Test
  void sendsNothingOfWhatTheApplicationHadInMind() throws Exception {
    Handler late =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            response.setStatus(201);
            response.getHeaders().put("X-Late", "yes");
            return gate.handle(request, response, callback);
          }
        };
    try (var server = HandlerServer.start(timeout(SHORT, late));
        var client = server.http1()) {
      Answer answer = client.get("/");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.field("X-Late")).isEmpty();
      gate.openFor(1);
    }
  }

  @Test
  void resetsAStreamWhoseResponseHasBegun() throws Exception {
    try (var server = HandlerServer.start(timeout(LONGER, new Beginner()));
        var client = server.http2()) {
      var exchange = client.start("/");

      assertThat(exchange.status()).isEqualTo(200);
      assertThatThrownBy(exchange::answer)
          .rootCause()
          .message()
          .matches("reset: .*internal_error.*");
      gate.openFor(1);
    }
  }

  @Test
  void closesAnHttp1ConnectionWhoseResponseHasBegun() throws Exception {
    try (var server = HandlerServer.start(timeout(LONGER, new Beginner()));
        var client = server.http1()) {
      Answer begun = client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read();

      assertThat(begun.status()).isEqualTo(200);
      assertThat(client.isEnded()).isTrue();
      gate.openFor(1);
    }
  }

  /** Begins a response, and then waits at the gate. */
  private final class Beginner extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Callback.Completable begun = new Callback.Completable();
      response.write(false, null, begun);
      begun.get();
      return gate.handle(request, response, callback);
    }
  }

  @Test
  void doesNotCountTheTimeInWhichARequestWaitsForItsPermit() throws Exception {
    Duration limit = Duration.ofSeconds(3);
    try (var server = HandlerServer.start(new RequestPermits(1, true, timeout(limit, gate)));
        var first = server.http1();
        var second = server.http1()) {
      first.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(gate.nextArrival()).isEqualTo("/first");
      second.send("GET /second HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(first.read().status()).isEqualTo(503);
      // The limit is over, and the first has its permit until it comes back.
      assertThat(gate.hasArrivals()).isFalse();

      gate.openFor(2);

      assertThat(second.read().status()).isEqualTo(200);
    }
  }

  @Test
  void freesAServletThatWaitsForABody() throws Exception {
    BlockingQueue<String> failures = new LinkedBlockingQueue<>();
    HttpServlet reader =
        new HttpServlet() {
          @Override
          protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            try {
              request.getInputStream().readAllBytes();
            } catch (IOException e) {
              failures.add("failed");
            }
          }
        };
    try (var server = start(reader, Map.of("min_data_rate", "0"));
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(503);
      assertThat(failures.poll(20, TimeUnit.SECONDS)).isEqualTo("failed");
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void answersForAnAsynchronousServletAndTellsIt() throws Exception {
    Forgetful servlet = new Forgetful();
    try (var server = start(servlet, Map.of());
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      assertThat(client.get("/").status()).isEqualTo(503);
      assertThat(servlet.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("error");
      assertThat(client.isEnded()).isTrue();
    }
  }

  /** Begins something asynchronous and never ends it. */
  private static final class Forgetful extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      async.setTimeout(0);
      async.addListener(
          new AsyncListener() {
            @Override
            public void onError(AsyncEvent event) {
              heard.add("error");
              async.complete();
            }

            @Override
            public void onComplete(AsyncEvent event) {}

            @Override
            public void onTimeout(AsyncEvent event) {}

            @Override
            public void onStartAsync(AsyncEvent event) {}
          });
    }
  }

  @Test
  void logsTheStackOfTheThreadOfAnAsynchronousDispatch() throws Exception {
    HttpServlet dispatching =
        new HttpServlet() {
          @Override
          protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(
                () -> {
                  stuckInHere();
                  async.complete();
                });
          }
        };
    try (var log = new CapturedLog(RequestTimeout.class);
        var server = start(dispatching, Map.of());
        var client = Http1.connect(server.addresses().get(0).getPort())) {
      assertThat(client.get("/some/path?secret=1").status()).isEqualTo(503);
      gate.openFor(1);

      assertThat(log.messages())
          .singleElement()
          .asString()
          .startsWith("GET /some/path took longer than 1 s (timeout): answered 503; its thread ")
          .endsWith(" is stuck at");
      assertThat(log.frames()).contains("stuckInHere");
    }
  }

  private void stuckInHere() {
    gate.pass();
  }

  private static ConnectorServer start(HttpServlet servlet, Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.putAll(Map.of("bind", "127.0.0.1:0", "timeout", "1"));
    return ConnectorServer.start(
        SettingsLoader.from(values), WebApplication.servlets(Map.of("/*", servlet)));
  }
}
