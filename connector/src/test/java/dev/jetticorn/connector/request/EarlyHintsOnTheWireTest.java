package dev.jetticorn.connector.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyHintsOnTheWireTest {
  private static final int DEADLINE_SECONDS = 20;
  private static final String STYLE = "</style.css>; rel=preload; as=style";
  private static final String SCRIPT = "</app.js>; rel=preload; as=script";

  @SuppressWarnings("unchecked") // The contract of the attribute.
  private static Consumer<Collection<Map.Entry<String, String>>> plainDoor(
      HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("wsgi.early_hints");
  }

  private static List<Map.Entry<String, String>> hint(String... namesAndValues) {
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    fields.add(Map.entry(":status", "103"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return fields;
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void bringOnlyTheirOwnFieldsAndKeepLinksApart(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setHeader("X-Of-The-Response", "1");
                  plainDoor(request)
                      .accept(
                          List.of(
                              Map.entry("Link", STYLE),
                              Map.entry("Link", SCRIPT),
                              Map.entry("X-Other", "  trimmed\t")));
                  response.getWriter().print("done");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim())
          .containsExactly(hint("link", STYLE, "link", SCRIPT, "x-other", "trimmed"));
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.text()).isEqualTo("done");
      assertThat(exchange.values("x-of-the-response")).containsExactly("1");
      assertThat(exchange.values("link")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void goOutAgainAndAgainByBothDoors(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  plainDoor(request).accept(List.of(Map.entry("Link", STYLE)));
                  boolean sent = EarlyHints.of(request).link(SCRIPT);
                  plainDoor(request).accept(List.of(Map.entry("Link", STYLE)));
                  response.getWriter().print(sent);
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim())
          .containsExactly(hint("link", STYLE), hint("link", SCRIPT), hint("link", STYLE));
      assertThat(exchange.text()).isEqualTo("true");
    }
  }

  @Test
  void arriveWhileTheServletIsStillWorking() throws Exception {
    CountDownLatch seen = new CountDownLatch(2);
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      EarlyHints.of(request).link(STYLE);
                      await(seen);
                    })
                .start();
        var http2 = server.http2();
        var http1 = server.http1()) {
      http2.send(Frame.get(1, "/"));
      http1.send("GET / HTTP/1.1", "Host: localhost");

      assertThat(http2.fields(http2.nextOf(1))).isEqualTo(hint("link", STYLE));
      seen.countDown();
      assertThat(http1.section()).isEqualTo(hint("link", STYLE));
      seen.countDown();

      assertThat(http2.exchange(1).status()).isEqualTo(200);
      assertThat(http1.exchange("GET").status()).isEqualTo(200);
    }
  }

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

  /** RFC 9110, 15.2: HTTP/1.0 does not define any 1xx. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive"})
  void areNeverSentToHttp10(String field) throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      plainDoor(request).accept(List.of(Map.entry("Link", STYLE)));
                      boolean sent = EarlyHints.of(request).link(STYLE);
                      response.setHeader("Link", STYLE);
                      response.sendError(103);
                      response.sendError(102);
                      response.getWriter().print(sent);
                    })
                .start();
        var client = server.http1()) {
      client.sendText("GET / HTTP/1.0\r\nHost: localhost\r\n" + field + "\r\n\r\n");

      Exchange exchange = client.exchange("GET");

      assertThat(exchange.interim()).isEmpty();
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.text()).isEqualTo("false");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areNotSentOnceTheResponseIsCommitted(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.getWriter().print("early ");
                  response.flushBuffer();
                  plainDoor(request).accept(List.of(Map.entry("Link", STYLE)));
                  response.sendError(103);
                  response.getWriter().print(EarlyHints.of(request).link(STYLE));
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).isEmpty();
      assertThat(exchange.text()).isEqualTo("early false");
    }
  }

  @Test
  void areSentToWhomThePolicySays() throws Exception {
    ServletServer.Service service =
        (request, response) -> {
          boolean sent = EarlyHints.of(request).link(STYLE);
          response.sendError(103);
          response.getWriter().print(sent);
        };
    try (var server = ServletServer.with("/", service).hints(HintPolicy.HTTP2_ONLY).start()) {
      assertThat(Protocol.HTTP_2.get(server, "/").text()).isEqualTo("true");
      assertThat(Protocol.HTTP_1_1.get(server, "/").text()).isEqualTo("false");
      assertThat(Protocol.HTTP_1_1.get(server, "/").interim()).isEmpty();
    }
    try (var server = ServletServer.with("/", service).hints(HintPolicy.NOBODY).start()) {
      assertThat(Protocol.HTTP_2.get(server, "/").text()).isEqualTo("false");
      assertThat(Protocol.HTTP_2.get(server, "/").interim()).isEmpty();
      assertThat(Protocol.HTTP_1_1.get(server, "/").interim()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void goOutThroughSendErrorWithoutWhatIsAboutTheResponse(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setContentType("text/plain;charset=utf-8");
                  response.setContentLength(4);
                  response.setHeader("Set-Cookie", "a=b");
                  response.setHeader("Cache-Control", "no-store");
                  response.setHeader("Keep-Alive", "timeout=5");
                  response.setHeader("Trailer", "x-sum");
                  response.setHeader("Content-Security-Policy", "default-src 'self'");
                  response.addHeader("Link", STYLE);
                  response.addHeader("Link", SCRIPT);
                  response.sendError(103);
                  response.getWriter().print("done");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim())
          .containsExactly(
              hint("content-security-policy", "default-src 'self'", "link", STYLE, "link", SCRIPT));
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.text()).isEqualTo("done");
      assertThat(exchange.values("set-cookie")).containsExactly("a=b");
      assertThat(exchange.values("link")).containsExactly(STYLE, SCRIPT);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areRefusedBySendErrorWithABadValue(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setHeader("Link", "</\u4e2d.css>");
                  assertThatThrownBy(() -> response.sendError(103))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("\"Link\"")
                      .hasMessageContaining("U+4E2D");
                  response.setHeader("Link", null);
                  response.getWriter().print("unharmed");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).isEmpty();
      assertThat(exchange.text()).isEqualTo("unharmed");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areNotSentWithoutAnyField(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  boolean sent = EarlyHints.of(request).send(List.of());
                  response.sendError(103);
                  response.getWriter().print(sent);
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).isEmpty();
      assertThat(exchange.text()).isEqualTo("false");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_0", "HTTP_1_1", "HTTP_2"})
  void areRefusedWithBadFieldsAndHarmNothing(Protocol protocol) throws Exception {
    List<Map.Entry<String, String>> bad =
        List.of(
            new SimpleEntry<>("Link", "</a>\r\nX-Injected: 1"),
            new SimpleEntry<>("Link", "</a>\n"),
            new SimpleEntry<>("Link", "a\u0000b"),
            new SimpleEntry<>("Link", "a\u007fb"),
            new SimpleEntry<>("Link", "\u20ac"),
            new SimpleEntry<>("Link", null),
            new SimpleEntry<>("", "x"),
            new SimpleEntry<>("Li nk", "x"),
            new SimpleEntry<>("Link:", "x"),
            new SimpleEntry<>("L\u00efnk", "x"),
            new SimpleEntry<>("Link\r\n", "x"),
            new SimpleEntry<>(":status", "200"),
            new SimpleEntry<>("Content-Length", "5"),
            new SimpleEntry<>("transfer-encoding", "chunked"),
            new SimpleEntry<>("Connection", "close"),
            new SimpleEntry<>("Keep-Alive", "timeout=5"),
            new SimpleEntry<>("Proxy-Connection", "close"),
            new SimpleEntry<>("Upgrade", "h2c"),
            new SimpleEntry<>("TE", "trailers"),
            new SimpleEntry<>("Trailer", "x"),
            new SimpleEntry<>("Set-Cookie", "a=b"));
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  for (Map.Entry<String, String> field : bad) {
                    String shown =
                        field
                            .getKey()
                            .replace("\r\n", "\\u000d\\u000a")
                            .replace("\u00ef", "\\u00ef");
                    List<Map.Entry<String, String>> fields =
                        List.of(Map.entry("X-Good", "1"), field);
                    assertThatThrownBy(() -> plainDoor(request).accept(fields))
                        .as(field.toString())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining('"' + shown + '"');
                    assertThatThrownBy(() -> EarlyHints.of(request).send(fields))
                        .isInstanceOf(IllegalArgumentException.class);
                  }
                  assertThatThrownBy(() -> EarlyHints.of(request).link("</a>", null))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("\"Link\"");
                  assertThatThrownBy(
                          () -> plainDoor(request).accept(Collections.singletonList(null)))
                      .isInstanceOf(IllegalArgumentException.class);
                  assertThatThrownBy(() -> plainDoor(request).accept(null))
                      .isInstanceOf(IllegalArgumentException.class);
                  response.getWriter().print("unharmed");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.text()).isEqualTo("unharmed");
      assertThat(exchange.interim()).isEmpty();
    }
  }

  /**
   * The one field that is not ours: Jetty writes it, on HTTP/1.1 alone, when it is going to close
   * the connection after the response.
   */
  @Test
  void sayThatTheConnectionIsGoingToBeClosed() throws Exception {
    String largest = "y".repeat(8_192 - 64 - 32 - "X-Large".length());
    try (var server =
        ServletServer.with(
                "/",
                (request, response) ->
                    EarlyHints.of(request).send(List.of(Map.entry("X-Large", largest))))
            .start()) {
      Exchange exchange = Protocol.HTTP_1_1.get(server, "/", "Connection", "close");

      assertThat(exchange.interim())
          .containsExactly(hint("x-large", largest, "connection", "close"));
      assertThat(exchange.status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void carryEveryCharacterThatAValueMayHave(Protocol protocol) throws Exception {
    String value = "a\t !~\u0080\u00e9\u00ff";
    try (var server =
        ServletServer.with(
                "/",
                (request, response) ->
                    EarlyHints.of(request).send(List.of(Map.entry("X-!#$%&'*+-.^_`|~9", value))))
            .start()) {
      assertThat(protocol.get(server, "/").interim())
          .containsExactly(hint("x-!#$%&'*+-.^_`|~9", value));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areRefusedWhenTheyAreTooLargeAndSentWhenTheyJustFit(Protocol protocol) throws Exception {
    String tooLarge = "y".repeat(8_192);
    String fits = "y".repeat(8_192 - 64 - 32 - "X-Large".length());
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  assertThatThrownBy(
                          () ->
                              EarlyHints.of(request)
                                  .send(
                                      List.of(
                                          Map.entry("Link", STYLE),
                                          Map.entry("X-Large", tooLarge))))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("\"X-Large\"")
                      .hasMessageContaining("8128");
                  assertThat(EarlyHints.of(request).send(List.of(Map.entry("X-Large", fits))))
                      .isTrue();
                  response.getWriter().print("unharmed");
                })
            .http1(http -> http.setResponseHeaderSize(8_192))
            .http2(http2 -> http2.getHttpConfiguration().setMaxResponseHeaderSize(8_192))
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).containsExactly(hint("x-large", fits));
      assertThat(exchange.text()).isEqualTo("unharmed");
    }
  }

  /** An HTTP/2 client that takes less is not sent more: Jetty would end its connection. */
  @Test
  void areRefusedWhenTheyAreTooLargeForTheClient() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      assertThatThrownBy(() -> EarlyHints.of(request).link("y".repeat(500)))
                          .isInstanceOf(IllegalArgumentException.class);
                      response.getWriter().print(EarlyHints.of(request).link("y".repeat(300)));
                    })
                .start();
        var client =
            FrameClient.connect(
                server.http2Port(), Map.of(FrameClient.MAX_HEADER_LIST_SIZE, 500))) {
      client.send(Frame.get(1, "/"), Frame.get(3, "/"));

      assertThat(client.exchange(1).text()).isEqualTo("true");
      assertThat(client.exchange(3).text()).isEqualTo("true");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void goOutForHead(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  EarlyHints.of(request).link(STYLE);
                  response.setContentLength(10);
                })
            .start()) {
      Exchange exchange = protocol.ask(server, "HEAD", "/");

      assertThat(exchange.interim()).containsExactly(hint("link", STYLE));
      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.values("content-length")).containsExactly("10");
      assertThat(exchange.text()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void goOutBeforeAnErrorPage(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  EarlyHints.of(request).link(STYLE);
                  response.sendError(404);
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.interim()).containsExactly(hint("link", STYLE));
      assertThat(exchange.status()).isEqualTo(404);
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
