package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.HintDoors.SCRIPT;
import static dev.jetticorn.connector.request.HintDoors.STYLE;
import static dev.jetticorn.connector.request.HintDoors.hint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Early hints beside other threads, other streams and the end of their own response. */
class ConcurrentEarlyHintsTest {
  private static final int DEADLINE_SECONDS = 20;

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void ofSeveralThreadsGoOutOneAfterTheOther(Protocol protocol) throws Exception {
    int threads = 8;
    int hintsEach = 25;
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  EarlyHints hints = EarlyHints.of(request);
                  Runnable sending =
                      () -> {
                        for (int i = 0; i < hintsEach; i++) {
                          try {
                            assertThat(hints.link(STYLE)).isTrue();
                          } catch (Throwable e) {
                            failures.add(e);
                          }
                        }
                      };
                  CompletableFuture.allOf(
                          Collections.nCopies(threads, sending).stream()
                              .map(CompletableFuture::runAsync)
                              .toArray(CompletableFuture[]::new))
                      .join();
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(failures).isEmpty();
      assertThat(exchange.interim())
          .isEqualTo(Collections.nCopies(threads * hintsEach, hint("link", STYLE)));
      assertThat(exchange.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void goOutFromThreadsOfAnAsyncContext(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  AsyncContext async = request.startAsync();
                  async.start(
                      () -> {
                        try {
                          boolean sent = EarlyHints.of(async.getRequest()).link(STYLE);
                          async.getResponse().getWriter().print(sent);
                        } catch (IOException e) {
                          throw new IllegalStateException(e);
                        } finally {
                          async.complete();
                        }
                      });
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).containsExactly(hint("link", STYLE));
      assertThat(exchange.text()).isEqualTo("true");
    }
  }

  @Test
  void goOutFromAReadListenerOnEachPartOfTheBody() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      AsyncContext async = request.startAsync();
                      request
                          .getInputStream()
                          .setReadListener(
                              new ReadListener() {
                                @Override
                                public void onDataAvailable() throws IOException {
                                  ServletInputStream in = request.getInputStream();
                                  byte[] buffer = new byte[100];
                                  while (in.isReady() && in.read(buffer) > 0) {
                                    EarlyHints.of(request).link(STYLE);
                                  }
                                }

                                @Override
                                public void onAllDataRead() throws IOException {
                                  response.getWriter().print("read");
                                  async.complete();
                                }

                                @Override
                                public void onError(Throwable failure) {
                                  async.complete();
                                }
                              });
                    })
                .start();
        var client = server.http2()) {
      client.send(Frame.post(1, "/"), Frame.data(1, new byte[10], false));
      assertThat(client.fields(client.nextOf(1))).isEqualTo(hint("link", STYLE));
      client.send(Frame.data(1, new byte[10], true));

      Exchange exchange = client.exchange(1);

      assertThat(exchange.interim()).containsExactly(hint("link", STYLE));
      assertThat(exchange.text()).isEqualTo("read");
    }
  }

  @Test
  void goOutBesideA100ThatAnotherThreadAsksFor() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  CyclicBarrier together = new CyclicBarrier(2);
                  EarlyHints hints = EarlyHints.of(request);
                  CompletableFuture<Boolean> sent =
                      CompletableFuture.supplyAsync(
                          () -> {
                            await(together);
                            return hints.link(STYLE) && hints.link(SCRIPT);
                          });
                  await(together);
                  int length = request.getInputStream().readAllBytes().length;
                  response.getWriter().print(length + " " + sent.join());
                })
            .start()) {
      for (int i = 0; i < 100; i++) {
        try (var client = server.http1()) {
          client.send(
              "POST / HTTP/1.1", "Host: localhost", "Expect: 100-continue", "Content-Length: 5");
          List<List<Map.Entry<String, String>>> interim = new ArrayList<>();
          while (interim.stream().noneMatch(s -> s.get(0).getValue().equals("100"))) {
            interim.add(client.section());
          }
          client.sendText("12345");

          Exchange exchange = client.exchange("POST");

          interim.addAll(exchange.interim());
          assertThat(interim.stream().map(section -> section.subList(0, 1)))
              .containsExactlyInAnyOrder(hint(), hint(), List.of(entry(":status", "100")));
          assertThat(exchange.text()).isEqualTo("5 true");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void doNotHarmTheEndOfTheResponseThatTheyRaceWith(Protocol protocol) throws Exception {
    Queue<CompletableFuture<Void>> racing = new ConcurrentLinkedQueue<>();
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  EarlyHints hints = EarlyHints.of(request);
                  CyclicBarrier together = new CyclicBarrier(2);
                  racing.add(
                      CompletableFuture.runAsync(
                          () -> {
                            await(together);
                            while (hints.link(STYLE)) {
                              // Until the response is committed.
                            }
                          }));
                  await(together);
                })
            .start()) {
      for (int i = 0; i < 200; i++) {
        Exchange exchange = protocol.get(server, "/");

        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.isReset()).isFalse();
      }
      CompletableFuture.allOf(racing.toArray(CompletableFuture[]::new))
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void ofARequestThatIsOverSendNothing() throws Exception {
    CompletableFuture<EarlyHints> kept = new CompletableFuture<>();
    try (var server =
        ServletServer.with("/", (request, response) -> kept.complete(EarlyHints.of(request)))
            .start()) {
      for (Protocol protocol : List.of(Protocol.HTTP_1_1, Protocol.HTTP_2)) {
        protocol.get(server, "/");

        assertThat(kept.get(DEADLINE_SECONDS, TimeUnit.SECONDS).link(STYLE)).isFalse();
      }
    }
  }

  @Test
  void ofOneStreamDoNotWaitForTheShutWindowOfAnother() throws Exception {
    CountDownLatch hinted = new CountDownLatch(1);
    try (var server =
            ServletServer.with(
                    "/big",
                    (request, response) -> {
                      response.getOutputStream().write(new byte[1_000_000]);
                      response.getOutputStream().flush();
                    })
                .and(
                    "/",
                    (request, response) -> {
                      EarlyHints.of(request).link(STYLE);
                      await(hinted);
                    })
                .start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/big"));
      // The windows of the stream and of the connection are used up.
      for (int received = 0; received < 65_535; ) {
        received += client.next(Frame.DATA).payload().length;
      }
      client.send(Frame.get(3, "/"));

      assertThat(client.fields(client.nextOf(3))).isEqualTo(hint("link", STYLE));
      hinted.countDown();
      assertThat(client.exchange(3).status()).isEqualTo(200);
    }
  }

  @Test
  void endWhenTheClientResetsTheStream() throws Exception {
    CompletableFuture<Integer> sent = new CompletableFuture<>();
    try (var server =
            ServletServer.with(
                    "/hints",
                    (request, response) -> {
                      int count = 0;
                      while (EarlyHints.of(request).link(STYLE)) {
                        count++;
                      }
                      sent.complete(count);
                    })
                .and("/", (request, response) -> response.getWriter().print("unharmed"))
                .start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/hints"));
      client.nextOf(1);
      client.send(Frame.reset(1, ErrorCode.CANCEL_STREAM_ERROR.code), Frame.get(3, "/"));

      assertThat(client.exchange(3).text()).isEqualTo("unharmed");
      assertThat(sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isPositive();
    }
  }

  /** On HTTP/2 no write is given up today: Jetty finds no connection idle that has a stream. */
  @Test
  void areGivenUpWhenAnHttp1ClientDoesNotReadThem() throws Exception {
    CompletableFuture<Integer> sent = new CompletableFuture<>();
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      int count = 0;
                      while (EarlyHints.of(request).link("y".repeat(8_000))) {
                        count++;
                      }
                      sent.complete(count);
                    })
                .idleTimeout(Duration.ofMillis(300))
                .start();
        var client = server.http1()) {
      client.send("GET / HTTP/1.1", "Host: localhost");

      assertThat(sent.get(DEADLINE_SECONDS, TimeUnit.SECONDS)).isPositive();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
