package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.HintDoors.SCRIPT;
import static dev.jetticorn.connector.request.HintDoors.STYLE;
import static dev.jetticorn.connector.request.HintDoors.hint;
import static dev.jetticorn.connector.request.HintDoors.plainDoor;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyHintsOnTheWireTest {
  private static final int DEADLINE_SECONDS = 20;

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

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
