package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.HintDoors.SCRIPT;
import static dev.jetticorn.connector.request.HintDoors.STYLE;
import static dev.jetticorn.connector.request.HintDoors.hint;
import static dev.jetticorn.connector.request.HintDoors.plainDoor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jetticorn.bridge.EarlyHints;
import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.AbstractMap.SimpleEntry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Early hints that must not be sent as they are, and what they leave unharmed. */
class RefusedEarlyHintsTest {
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
}
