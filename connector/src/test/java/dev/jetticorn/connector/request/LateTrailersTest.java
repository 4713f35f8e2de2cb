package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.TrailerDoors.TE;
import static dev.jetticorn.connector.request.TrailerDoors.trailers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.bridge.ResponseTrailers;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Trailers of a response that is over, or that takes none. */
class LateTrailersTest {
  private static final int DEADLINE_SECONDS = 20;

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
}
