package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.TrailerDoors.TE;
import static dev.jetticorn.connector.request.TrailerDoors.plainDoor;
import static dev.jetticorn.connector.request.TrailerDoors.trailers;
import static org.assertj.core.api.Assertions.assertThat;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrailersOnTheWireTest {
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
