package dev.jetticorn.connector.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersOnTheWireTest {
  private static final int DEADLINE_SECONDS = 20;
  private static final String[] TE = {"te", "trailers"};

  @SuppressWarnings("unchecked") // The contract of the attribute.
  private static Consumer<Collection<Map.Entry<String, String>>> plainDoor(
      HttpServletRequest request) {
    return (Consumer<Collection<Map.Entry<String, String>>>)
        request.getAttribute("gunicorn.http2.send_trailers");
  }

  private static ResponseTrailers trailers(HttpServletRequest request) {
    return ResponseTrailers.of(request).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void followTheBodyByBothDoorsAndTheStandardOne(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setHeader("Trailer", "content-md5, x-processing-time");
                  response.setTrailerFields(() -> Map.of("x-standard", "4"));
                  response.getWriter().print("body");
                  plainDoor(request)
                      .accept(List.of(Map.entry("content-md5", "1"), Map.entry("x-two", "a")));
                  trailers(request).send("x-two", " b\t");
                  trailers(request)
                      .send(List.of(Map.entry("ETag", "\"3\""), Map.entry("x-empty", "")));
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.values("trailer")).containsExactly("content-md5, x-processing-time");
      assertThat(exchange.trailers())
          .containsExactly(
              entry("content-md5", "1"),
              entry("x-two", "a"),
              entry("x-two", "b"),
              entry("etag", "\"3\""),
              entry("x-empty", ""),
              entry("x-standard", "4"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"trailers", "Trailers", "gzip;q=0.5, trailers", "deflate,trailers,x"})
  void areThereOnHttp11WhenTheClientTakesThem(String te) throws Exception {
    assertThat(Protocol.HTTP_1_1.get(presence, "/", "TE", te).text()).isEqualTo("true true true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "gzip", "trailers2", "x-trailers"})
  void areNotThereOnHttp11WhenTheClientDoesNotTakeThem(String te) throws Exception {
    Exchange exchange = Protocol.HTTP_1_1.get(presence, "/", "TE", te);

    assertThat(exchange.text()).isEqualTo("false false false");
    assertThat(exchange.values("transfer-encoding")).isEmpty();
  }

  @Test
  void areNeverThereOnHttp10() throws Exception {
    assertThat(Protocol.HTTP_1_0.get(presence, "/", TE).text()).isEqualTo("false false false");
  }

  @Test
  void areAlwaysThereOnHttp2() throws Exception {
    assertThat(Protocol.HTTP_2.get(presence, "/").text()).isEqualTo("true true true");
  }

  private static ServletServer presence;

  @BeforeAll
  static void start() throws Exception {
    presence =
        ServletServer.with(
                "/",
                (request, response) ->
                    response
                        .getWriter()
                        .print(
                            (plainDoor(request) != null)
                                + " "
                                + ResponseTrailers.of(request).isPresent()
                                + " "
                                + Collections.list(request.getAttributeNames())
                                    .contains("gunicorn.http2.send_trailers")))
            .start();
  }

  @AfterAll
  static void stop() {
    presence.close();
  }

  @Test
  void leaveAResponseAloneWhenNobodyAsksForThem() throws Exception {
    try (var server =
        ServletServer.with("/", (request, response) -> response.getWriter().print("body"))
            .start()) {
      Exchange exchange = Protocol.HTTP_1_1.get(server, "/", TE);

      assertThat(exchange.values("content-length")).containsExactly("4");
      assertThat(exchange.values("transfer-encoding")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void canBeAskedForAfterTheResponseIsCommitted(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.getWriter().print("body");
                  response.flushBuffer();
                  plainDoor(request).accept(List.of(Map.entry("x-sum", "1")));
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.trailers()).containsExactly(entry("x-sum", "1"));
    }
  }

  @Test
  void comeTooLateOnHttp11AfterACommitWithContentLength() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setContentLength(8);
                  response.getWriter().print("body");
                  response.flushBuffer();
                  assertThatThrownBy(() -> trailers(request).send("x-sum", "1"))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("committed with a Content-Length before");
                  response.getWriter().print("done");
                })
            .start()) {
      Exchange exchange = Protocol.HTTP_1_1.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("bodydone");
      assertThat(exchange.values("content-length")).containsExactly("8");
    }
  }

  @Test
  void canBeSentOnHttp2WithinAContentLength() throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setContentLength(8);
                  response.getWriter().print("body");
                  response.flushBuffer();
                  trailers(request).send("x-sum", "1");
                  response.getWriter().print("done");
                })
            .start()) {
      Exchange exchange = Protocol.HTTP_2.get(server, "/");

      assertThat(exchange.text()).isEqualTo("bodydone");
      assertThat(exchange.values("content-length")).containsExactly("8");
      assertThat(exchange.trailers()).containsExactly(entry("x-sum", "1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void comeTooLateAfterTheLastByteOfAContentLength(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  ResponseTrailers trailers = trailers(request);
                  response.setContentLength(4);
                  response.getOutputStream().write("body".getBytes(StandardCharsets.US_ASCII));
                  assertThatThrownBy(() -> trailers.send("x-sum", "1"))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("last byte of its Content-Length");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.trailers()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void comeTooLateAfterTheResponseIsClosed(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  trailers(request).send("x-early", "1");
                  response.getWriter().print("body");
                  response.getWriter().close();
                  assertThatThrownBy(() -> trailers(request).send("x-late", "1"))
                      .isInstanceOf(IllegalStateException.class)
                      .hasMessageContaining("when it is closed");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.trailers()).containsExactly(entry("x-early", "1"));
    }
  }

  @Test
  void comeTooLateWhenTheRequestIsOver() throws Exception {
    CompletableFuture<ResponseTrailers> kept = new CompletableFuture<>();
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.getWriter().print("body");
                  kept.complete(trailers(request));
                })
            .start()) {
      Protocol.HTTP_2.get(server, "/");

      ResponseTrailers trailers = kept.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      assertThatThrownBy(() -> trailers.send("x-late", "1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("too late");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areRefusedWithBadFieldsAndHarmNothing(Protocol protocol) throws Exception {
    List<Map.Entry<String, String>> bad = new ArrayList<>();
    for (String name :
        List.of(
            ":status",
            ":path",
            "Content-Length",
            "transfer-encoding",
            "Connection",
            "Keep-Alive",
            "Proxy-Connection",
            "Upgrade",
            "HTTP2-Settings",
            "TE",
            "Trailer",
            "Host",
            "Expect",
            "Max-Forwards",
            "Range",
            "If-Match",
            "If-None-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "If-Range",
            "Authorization",
            "Proxy-Authorization",
            "WWW-Authenticate",
            "Proxy-Authenticate",
            "Cookie",
            "Set-Cookie",
            "Age",
            "Cache-Control",
            "Pragma",
            "Expires",
            "Date",
            "Location",
            "Retry-After",
            "Vary",
            "Warning",
            "Content-Encoding",
            "Content-Type",
            "Content-Range",
            "Content-Location",
            "",
            "x y",
            "x:",
            "x\n")) {
      bad.add(Map.entry(name, "1"));
    }
    bad.add(Map.entry("x-sum", "a\r\nb"));
    bad.add(Map.entry("x-sum", "a\u0000"));
    bad.add(Map.entry("x-sum", "\u0100"));
    bad.add(new SimpleEntry<>("x-sum", null));
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  trailers(request).send("x-good", "1");
                  for (Map.Entry<String, String> field : bad) {
                    List<Map.Entry<String, String>> fields =
                        List.of(Map.entry("X-Never", "1"), field);
                    String shown = field.getKey().replace("\n", "\\u000a");
                    assertThatThrownBy(() -> trailers(request).send(fields))
                        .as(field.toString())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("trailer field \"" + shown + '"');
                    assertThatThrownBy(() -> plainDoor(request).accept(fields))
                        .isInstanceOf(IllegalArgumentException.class);
                  }
                  assertThatThrownBy(() -> plainDoor(request).accept(null))
                      .isInstanceOf(IllegalArgumentException.class);
                  response.getWriter().print("unharmed");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("unharmed");
      assertThat(exchange.trailers()).containsExactly(entry("x-good", "1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areKeptOutWhenTheStandardDoorBringsBadOnes(Protocol protocol) throws Exception {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(":status", "200");
    fields.put("Content-Length", "5");
    fields.put("Connection", "close");
    fields.put("x-good", "1");
    fields.put("x-split", "a\r\nx-injected: 1");
    fields.put("x bad", "1");
    fields.put("x-null", null);
    fields.put("x-large", "y".repeat(100_000));
    fields.put("x-also-good", "2");
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setTrailerFields(() -> fields);
                  response.getWriter().print("body");
                })
            .start()) {
      // The standard door is open on HTTP/1.1 whatever the client says.
      Exchange exchange = protocol.get(server, "/");

      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.trailers())
          .containsExactly(entry("x-good", "1"), entry("x-also-good", "2"));
      assertThat(exchange.isReset()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areLeftOutWhenTheStandardDoorFails(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/*",
                (request, response) -> {
                  trailers(request).send("x-sum", "1");
                  response.setTrailerFields(
                      () -> {
                        if (request.getPathInfo().equals("/null")) {
                          return null;
                        }
                        throw new IllegalStateException("on purpose");
                      });
                  assertThat(response.getTrailerFields()).isNotNull();
                  response.getWriter().print("body");
                })
            .start()) {
      for (String path : List.of("/null", "/throws")) {
        Exchange exchange = protocol.get(server, path, TE);

        assertThat(exchange.text()).isEqualTo("body");
        assertThat(exchange.trailers()).containsExactly(entry("x-sum", "1"));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areRefusedWhenTheyAreTooLargeTogether(Protocol protocol) throws Exception {
    String half = "y".repeat(4_000);
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  trailers(request).send("x-one", half);
                  trailers(request).send("x-two", half);
                  assertThatThrownBy(() -> trailers(request).send("x-three", half))
                      .isInstanceOf(IllegalArgumentException.class)
                      .hasMessageContaining("\"x-three\"")
                      .hasMessageContaining("8128");
                  int rest = 8_192 - 64 - 2 * (5 + 4_000 + 32) - (6 + 32);
                  trailers(request).send("x-rest", "y".repeat(rest));
                  assertThatThrownBy(() -> trailers(request).send("x", ""))
                      .isInstanceOf(IllegalArgumentException.class);
                  response.getWriter().print("unharmed");
                })
            .http1(http -> http.setResponseHeaderSize(8_192))
            .http2(http2 -> http2.getHttpConfiguration().setMaxResponseHeaderSize(8_192))
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("unharmed");
      assertThat(exchange.trailers())
          .extracting(Map.Entry::getKey)
          .containsExactly("x-one", "x-two", "x-rest");
    }
  }

  /** More than the client takes would make Jetty end the connection with all its streams. */
  @Test
  void areRefusedWhenTheyAreTooLargeForTheClient() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      response.setTrailerFields(() -> Map.of("x-large", "y".repeat(500)));
                      assertThatThrownBy(() -> trailers(request).send("x-sum", "y".repeat(500)))
                          .isInstanceOf(IllegalArgumentException.class);
                      trailers(request).send("x-sum", "y".repeat(300));
                      response.getWriter().print("unharmed");
                    })
                .start();
        var client =
            FrameClient.connect(
                server.http2Port(), Map.of(FrameClient.MAX_HEADER_LIST_SIZE, 500))) {
      client.send(Frame.get(1, "/"), Frame.get(3, "/"));

      for (int streamId : List.of(1, 3)) {
        Exchange exchange = client.exchange(streamId);
        assertThat(exchange.text()).isEqualTo("unharmed");
        assertThat(exchange.trailers()).containsExactly(entry("x-sum", "y".repeat(300)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"GET,/204", "GET,/304", "HEAD,/200", "HEAD,/flushed", "HEAD,/length"})
  void areNotSentWithoutABody(String method, String path) throws Exception {
    try (var server =
            ServletServer.with(
                    "/*",
                    (q, r) -> {
                      switch (q.getPathInfo()) {
                        case "/204" -> r.setStatus(204);
                        case "/304" -> r.setStatus(304);
                        case "/length" -> r.setContentLength(10);
                        default -> r.getWriter().print("body");
                      }
                      r.setTrailerFields(() -> Map.of("x-standard", "1"));
                      trailers(q).send("x-sum", "1");
                      if (q.getPathInfo().equals("/flushed")) {
                        r.flushBuffer();
                      }
                    })
                .and("/next", (q, r) -> r.getWriter().print("next"))
                .start();
        var http1 = server.http1();
        var http2 = server.http2()) {
      http1.send(method + " " + path + " HTTP/1.1", "Host: localhost", "TE: trailers");
      Exchange exchange = http1.exchange(method);
      assertThat(exchange.trailers()).isEmpty();
      http1.send("GET /next HTTP/1.1", "Host: localhost");
      assertThat(http1.exchange("GET").text()).isEqualTo("next");

      http2.send(
          Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, Frame.request(method, path)),
          Frame.get(3, "/next"));
      exchange = http2.exchange(1);
      assertThat(exchange.isReset()).isFalse();
      assertThat(exchange.text()).isEmpty();
      assertThat(exchange.trailers()).isEmpty();
      assertThat(http2.exchange(3).text()).isEqualTo("next");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void followAnEmptyBody(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with("/", (request, response) -> trailers(request).send("grpc-status", "0"))
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.status()).isEqualTo(200);
      assertThat(exchange.text()).isEmpty();
      assertThat(exchange.trailers()).containsExactly(entry("grpc-status", "0"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void areForgottenWhenTheResponseIsReset(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  response.setTrailerFields(() -> Map.of("x-standard-before", "1"));
                  trailers(request).send("x-before", "1");
                  response.reset();
                  trailers(request).send("x-after", "1");
                  response.getWriter().print("body");
                })
            .start()) {
      Exchange exchange = protocol.get(server, "/", TE);

      assertThat(exchange.text()).isEqualTo("body");
      assertThat(exchange.trailers()).containsExactly(entry("x-after", "1"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void followALargeBody(Protocol protocol) throws Exception {
    byte[] part = new byte[10_000];
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      for (int i = 0; i < 200; i++) {
                        Arrays.fill(part, (byte) i);
                        response.getOutputStream().write(part);
                      }
                      trailers(request).send("x-parts", "200");
                    })
                .start();
        var client =
            FrameClient.connect(
                server.http2Port(), Map.of(FrameClient.INITIAL_WINDOW_SIZE, 4_000_000))) {
      Exchange exchange;
      if (protocol == Protocol.HTTP_2) {
        client.send(Frame.windowUpdate(0, 4_000_000), Frame.get(1, "/"));
        exchange = client.exchange(1);
      } else {
        exchange = protocol.get(server, "/", TE);
      }

      assertThat(exchange.text()).hasSize(2_000_000);
      assertThat(exchange.text().charAt(1_999_999)).isEqualTo((char) 199);
      assertThat(exchange.trailers()).containsExactly(entry("x-parts", "200"));
    }
  }

  /** RFC 9113, 8.1: Jetty alone sends the trailers, and so the end of the stream, first. */
  @Test
  void waitForABodyThatWaitsForTheWindow() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      response.getWriter().print("0123456789".repeat(10));
                      trailers(request).send("x-sum", "1");
                    })
                .start();
        var client =
            FrameClient.connect(server.http2Port(), Map.of(FrameClient.INITIAL_WINDOW_SIZE, 10))) {
      client.send(Frame.get(1, "/"));
      Frame header = client.nextOf(1);
      Frame first = client.nextOf(1);
      assertThat(client.fields(header)).contains(entry(":status", "200"));
      assertThat(first.type()).isEqualTo(Frame.DATA);
      assertThat(first.payload()).hasSize(10);
      client.send(Frame.windowUpdate(1, 1_000));

      Exchange rest = client.exchange(1);

      assertThat(rest.text()).hasSize(90);
      assertThat(rest.trailers()).containsExactly(entry("x-sum", "1"));
    }
  }

  @Test
  void areSentByAWriteListenerWhenItIsDone() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      AsyncContext async = request.startAsync();
                      ServletOutputStream out = response.getOutputStream();
                      out.setWriteListener(
                          new WriteListener() {
                            private int parts;

                            @Override
                            public void onWritePossible() throws IOException {
                              while (out.isReady()) {
                                if (parts == 100) {
                                  trailers((HttpServletRequest) async.getRequest())
                                      .send("x-parts", "100");
                                  async.complete();
                                  return;
                                }
                                parts++;
                                out.write(new byte[5_000]);
                              }
                            }

                            @Override
                            public void onError(Throwable failure) {
                              async.complete();
                            }
                          });
                    })
                .start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/"));
      int received = 0;
      while (received < 500_000) {
        int length = client.next(Frame.DATA).payload().length;
        received += length;
        if (length > 0) {
          client.send(Frame.windowUpdate(0, length), Frame.windowUpdate(1, length));
        }
      }

      assertThat(client.exchange(1).trailers()).containsExactly(entry("x-parts", "100"));
      Exchange http1 = Protocol.HTTP_1_1.get(server, "/", TE);
      assertThat(http1.text()).hasSize(500_000);
      assertThat(http1.trailers()).containsExactly(entry("x-parts", "100"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
  void ofSeveralThreadsAddUp(Protocol protocol) throws Exception {
    try (var server =
        ServletServer.with(
                "/",
                (request, response) -> {
                  Runnable sending =
                      () -> {
                        for (int i = 0; i < 20; i++) {
                          trailers(request).send("x", "1");
                        }
                      };
                  CompletableFuture.allOf(
                          Collections.nCopies(8, sending).stream()
                              .map(CompletableFuture::runAsync)
                              .toArray(CompletableFuture[]::new))
                      .join();
                })
            .start()) {
      assertThat(protocol.get(server, "/", TE).trailers())
          .isEqualTo(Collections.nCopies(160, entry("x", "1")));
    }
  }

  @Test
  void doNotDisturbOtherStreamsWhenTheirOwnIsReset() throws Exception {
    try (var server =
            ServletServer.with(
                    "/*",
                    (request, response) -> {
                      trailers(request).send("x-sum", "1");
                      response.getOutputStream().write(new byte[40_000]);
                    })
                .start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/"), Frame.get(3, "/"));
      client.nextOf(1);
      client.send(Frame.reset(1, 8), Frame.windowUpdate(0, 100_000));

      Exchange exchange = client.exchange(3);

      assertThat(exchange.text()).hasSize(40_000);
      assertThat(exchange.trailers()).containsExactly(entry("x-sum", "1"));
    }
  }

  @Test
  void ofTheRequestAreReadByTheStandardDoor() throws Exception {
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      String body =
                          new String(
                              request.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                      assertThat(request.isTrailerFieldsReady()).isTrue();
                      response.getWriter().print(body + request.getTrailerFields());
                    })
                .start();
        var http1 = server.http1();
        var http2 = server.http2()) {
      http1.sendText(
          """
          POST / HTTP/1.1\r
          Host: localhost\r
          Transfer-Encoding: chunked\r
          \r
          4\r
          body\r
          0\r
          X-Sum: 1\r
          \r
          """);
      http2.send(
          Frame.post(1, "/"),
          Frame.data(1, "body".getBytes(StandardCharsets.US_ASCII), false),
          Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, Frame.block("x-sum", "1")));

      assertThat(http1.exchange("POST").text()).isEqualTo("body{x-sum=1}");
      assertThat(http2.exchange(1).text()).isEqualTo("body{x-sum=1}");
    }
  }
}
