package dev.jetticorn.connector.request;

import static dev.jetticorn.connector.request.TrailerDoors.TE;
import static dev.jetticorn.connector.request.TrailerDoors.plainDoor;
import static dev.jetticorn.connector.request.TrailerDoors.trailers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.Protocol;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Trailers that must not be sent, and what they leave unharmed. */
class RefusedTrailersTest {
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
}
