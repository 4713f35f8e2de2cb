package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.testing.CapturedLog;
import dev.jetticorn.connector.testing.Waiting;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestPermitsTest {
  private final Gate gate = new Gate();

  @Test
  void runsTheStreamsOfAnHttp2ConnectionUpToThePermits() throws Exception {
    try (var server = HandlerServer.start(new RequestPermits(3, true, gate));
        var client = server.http2()) {
      List<Http2.Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        exchanges.add(client.start("/" + i));
      }
      for (int i = 0; i < 3; i++) {
        gate.nextArrival();
      }
      gate.openFor(100);

      for (Http2.Exchange exchange : exchanges) {
        assertThat(exchange.answer().status()).isEqualTo(200);
      }
      assertThat(gate.most()).isEqualTo(3);
    }
  }

  @Test
  void runsTheRequestsOfManyHttp1ConnectionsUpToThePermits() throws Exception {
    try (var server = HandlerServer.start(new RequestPermits(2, true, gate))) {
      List<Http1> clients = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        clients.add(server.http1().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
      }
      for (int i = 0; i < 2; i++) {
        gate.nextArrival();
      }
      gate.openFor(40);

      for (Http1 client : clients) {
        assertThat(client.read().status()).isEqualTo(200);
        client.close();
      }
      assertThat(gate.most()).isEqualTo(2);
    }
  }

  @Test
  void runsWaitingRequestsInTheOrderTheyCame() throws Exception {
    Arrivals arrivals = new Arrivals(new RequestPermits(1, true, gate));
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      Http2.Exchange first = client.start("/first");
      assertThat(gate.nextArrival()).isEqualTo("/first");
      for (int i = 0; i < 20; i++) {
        client.start("/" + i);
        arrivals.awaitNext();
      }

      gate.openFor(21);

      assertThat(first.answer().status()).isEqualTo(200);
      for (int i = 0; i < 20; i++) {
        assertThat(gate.nextArrival()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void runsWaitingRequestsWhenThereAreMorePermits() throws Exception {
    RequestPermits permits = new RequestPermits(1, true, gate);
    Arrivals arrivals = new Arrivals(permits);
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      client.start("/0");
      assertThat(gate.nextArrival()).isEqualTo("/0");
      for (int i = 1; i < 4; i++) {
        client.start("/" + i);
        arrivals.awaitNext();
      }

      permits.setPermits(3);

      assertThat(List.of(gate.nextArrival(), gate.nextArrival()))
          .containsExactlyInAnyOrder("/1", "/2");
      assertThat(permits.waiting()).isEqualTo(1);
      gate.openFor(4);
      assertThat(gate.nextArrival()).isEqualTo("/3");
    }
  }

  @Test
  void letsRequestsThatAreTooManyNowFinishAndRunsFewerThen() throws Exception {
    RequestPermits permits = new RequestPermits(3, true, gate);
    Arrivals arrivals = new Arrivals(permits);
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      List<Http2.Exchange> first = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        first.add(client.start("/" + i));
        gate.nextArrival();
      }

      permits.setPermits(1);
      List<Http2.Exchange> then = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        then.add(client.start("/then"));
        arrivals.awaitNext();
      }
      // Two of the three give their permits up, and the third hands its one on.
      gate.openFor(3);
      for (Http2.Exchange exchange : first) {
        assertThat(exchange.answer().status()).isEqualTo(200);
      }
      assertThat(gate.nextArrival()).isEqualTo("/then");
      assertThat(permits.waiting()).isEqualTo(2);

      gate.openFor(3);
      for (Http2.Exchange exchange : then) {
        assertThat(exchange.answer().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void letsARequestWaitWhenThereAreFewerPermits() throws Exception {
    RequestPermits permits = new RequestPermits(3, true, gate);
    Arrivals arrivals = new Arrivals(permits);
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      permits.setPermits(1);
      Http2.Exchange running = client.start("/running");
      assertThat(gate.nextArrival()).isEqualTo("/running");
      Http2.Exchange waiting = client.start("/waiting");
      arrivals.awaitNext();

      assertThat(permits.waiting()).isEqualTo(1);
      gate.openFor(2);
      assertThat(running.answer().status()).isEqualTo(200);
      assertThat(waiting.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void holdsThePermitOfAnAsynchronousServletUntilItCompletes() throws Exception {
    Asynchronous servlet = new Asynchronous();
    ServletContextHandler context = new ServletContextHandler();
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    try (var server = HandlerServer.start(new RequestPermits(2, true, context));
        var client = server.http2()) {
      List<Http2.Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        exchanges.add(client.start("/" + i));
      }
      for (int i = 0; i < 30; i++) {
        servlet.completeNext();
      }

      for (Http2.Exchange exchange : exchanges) {
        assertThat(exchange.answer().status()).isEqualTo(200);
      }
      assertThat(servlet.most.get()).isEqualTo(2);
    }
  }

  @Test
  void forgetsAWaitingRequestWhoseStreamWasReset() throws Exception {
    RequestPermits permits = new RequestPermits(1, true, gate);
    Arrivals arrivals = new Arrivals(permits);
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      Http2.Exchange running = client.start("/running");
      assertThat(gate.nextArrival()).isEqualTo("/running");
      Http2.Exchange gone = client.start("/gone");
      arrivals.awaitNext();
      Http2.Exchange patient = client.start("/patient");
      arrivals.awaitNext();
      assertThat(permits.waiting()).isEqualTo(2);

      gone.cancel();
      arrivals.awaitNextFailure();
      assertThat(permits.waiting()).isEqualTo(1);
      gate.openFor(2);

      assertThat(running.answer().status()).isEqualTo(200);
      assertThat(patient.answer().status()).isEqualTo(200);
      assertThat(gate.nextArrival()).isEqualTo("/patient");
    }
  }

  @Test
  void forgetsTheWaitingRequestsOfAnHttp2ConnectionThatIsGone() throws Exception {
    RequestPermits permits = new RequestPermits(1, true, gate);
    Arrivals arrivals = new Arrivals(permits);
    try (var server = HandlerServer.start(arrivals);
        var leaving = server.http2();
        var staying = server.http2()) {
      Http2.Exchange running = staying.start("/running");
      assertThat(gate.nextArrival()).isEqualTo("/running");
      for (int i = 0; i < 5; i++) {
        leaving.start("/gone");
        arrivals.awaitNext();
      }

      leaving.drop();
      for (int i = 0; i < 5; i++) {
        arrivals.awaitNextFailure();
      }

      assertThat(permits.waiting()).isZero();
      gate.openFor(1);
      assertThat(running.answer().status()).isEqualTo(200);
      assertThat(gate.hasArrivals()).isFalse();
    }
  }

  @Test
  void letsRequestsWaitLongerThanTheIdleTimeout() throws Exception {
    Arrivals arrivals = new Arrivals(new RequestPermits(1, true, gate));
    try (var server =
        HandlerServer.start(arrivals, (jetty, connector) -> connector.setIdleTimeout(200))) {
      server.http1().send("GET /running HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(gate.nextArrival()).isEqualTo("/running");
      Http1 waiting = server.http1().send("GET /waiting HTTP/1.1\r\nHost: a\r\n\r\n");
      arrivals.awaitNext();
      Http2.Exchange waitingStream = server.http2().start("/waiting");
      arrivals.awaitNext();

      // That long is the idle timeout, and longer.
      for (int i = 0; i < 3; i++) {
        try (var idle = server.http1()) {
          assertThat(idle.isEnded()).isTrue();
        }
      }
      gate.openFor(3);

      assertThat(waiting.read().status()).isEqualTo(200);
      assertThat(waitingStream.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void answers503WhenNoPlaceIsLeftToWaitIn() throws Exception {
    Arrivals arrivals = new Arrivals(new RequestPermits(1, true, 1, gate));
    try (var server = HandlerServer.start(arrivals);
        var client = server.http2()) {
      Http2.Exchange running = client.start("/running");
      assertThat(gate.nextArrival()).isEqualTo("/running");
      Http2.Exchange waiting = client.start("/waiting");
      arrivals.awaitNext();

      Answer refused = client.get("/refused");
      gate.openFor(2);

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.field("Retry-After")).isEqualTo("1");
      assertThat(refused.body()).isEqualTo("503 Service Unavailable\n");
      assertThat(running.answer().status()).isEqualTo(200);
      assertThat(waiting.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void saysThatNoPlaceIsLeftOnceUntilThereWasRoom() throws Exception {
    RequestPermits permits = new RequestPermits(1, true, 1, gate);
    try (var log = new CapturedLog(RequestPermits.class);
        var server = HandlerServer.start(permits);
        var client = server.http2()) {
      fillAndRefuseTwo(permits, client);

      assertThat(log.messages())
          .containsExactly(
              "1 requests are in progress and 1 wait: answering 503 until there is room");

      fillAndRefuseTwo(permits, client);

      assertThat(log.messages()).hasSize(2);
    }
  }

  private void fillAndRefuseTwo(RequestPermits permits, Http2 client) throws Exception {
    Http2.Exchange running = client.start("/running");
    assertThat(gate.nextArrival()).isEqualTo("/running");
    Http2.Exchange waiting = client.start("/waiting");
    assertThat(Waiting.until(() -> permits.waiting() == 1)).isTrue();
    assertThat(client.get("/refused").status()).isEqualTo(503);
    assertThat(client.get("/refused").status()).isEqualTo(503);
    gate.openFor(2);
    assertThat(running.answer().status()).isEqualTo(200);
    assertThat(waiting.answer().status()).isEqualTo(200);
    assertThat(gate.nextArrival()).isEqualTo("/waiting");
    // The last permit comes back after the answer.
    assertThat(Waiting.until(() -> permits.used() == 0)).isTrue();
  }

  @Test
  void getsThePermitBackFromRequestsThatFailOrThatNobodyHandles() throws Exception {
    Handler.Abstract failing =
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            return switch (Request.getPathInContext(request)) {
              case "/throws" -> throw new QuietException.RuntimeException("on purpose");
              case "/fails" -> {
                callback.failed(new QuietException.RuntimeException("on purpose"));
                yield true;
              }
              default -> false;
            };
          }
        };
    try (var server = HandlerServer.start(new RequestPermits(1, true, failing));
        var client = server.http2()) {
      List<Http2.Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        exchanges.add(client.start("/throws"));
        exchanges.add(client.start("/fails"));
        exchanges.add(client.start("/nobody"));
      }

      List<Integer> statuses = new ArrayList<>();
      for (Http2.Exchange exchange : exchanges) {
        statuses.add(exchange.answer().status());
      }
      assertThat(statuses).hasSize(30).containsOnly(500, 404);
    }
  }

  @Test
  void neverExceedsThePermitsUnderLoad() throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    Busy servlet = new Busy();
    ServletHolder holder = new ServletHolder(servlet);
    holder.setAsyncSupported(true);
    context.addServlet(holder, "/*");
    RequestPermits permits = new RequestPermits(4, true, context);
    try (var server = HandlerServer.start(permits);
        var client = server.http2();
        var other = server.http2()) {
      List<Http2.Exchange> exchanges = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        exchanges.add(client.start(i % 2 == 0 ? "/async" : "/blocking"));
        exchanges.add(other.start(i % 2 == 0 ? "/async" : "/blocking"));
      }

      for (Http2.Exchange exchange : exchanges) {
        assertThat(exchange.answer().status()).isEqualTo(200);
      }
      assertThat(servlet.most.get()).isBetween(2, 4);
      assertThat(permits.waiting()).isZero();
    }
  }

  /** Tells when a request has come through the permits without being run, and when one failed. */
  private static final class Arrivals extends Handler.Wrapper {
    private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

    Arrivals(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      String path = Request.getPathInContext(request);
      Request.addCompletionListener(
          request,
          failure -> {
            if (failure != null) {
              failures.add(failure);
            }
          });
      boolean handled = super.handle(request, response, callback);
      arrivals.add(path);
      return handled;
    }

    void awaitNext() throws InterruptedException {
      assertThat(arrivals.poll(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    void awaitNextFailure() throws InterruptedException {
      assertThat(failures.poll(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
  }

  /** Returns at once and completes when the test says so. */
  private static final class Asynchronous extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient BlockingQueue<AsyncContext> started = new LinkedBlockingQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      AsyncContext context = request.startAsync();
      context.setTimeout(0);
      started.add(context);
    }

    void completeNext() throws InterruptedException {
      AsyncContext context = started.poll(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS);
      assertThat(context).isNotNull();
      inside.decrementAndGet();
      context.complete();
    }
  }

  /** Works a little, in its own thread or in another. */
  private static final class Busy extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      if (request.getRequestURI().equals("/async")) {
        AsyncContext context = request.startAsync();
        context.start(
            () -> {
              inside.decrementAndGet();
              context.complete();
            });
      } else {
        response.getWriter().print("done");
        inside.decrementAndGet();
      }
    }
  }
}
