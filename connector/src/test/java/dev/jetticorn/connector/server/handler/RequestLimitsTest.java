package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.http1.Http1ConnectionFactory;
import dev.jetticorn.connector.server.http1.MethodRules;
import dev.jetticorn.connector.settings.load.SettingsLoader;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestLimitsTest {
  private final AtomicInteger served = new AtomicInteger();

  @Test
  void limitsTheRequestLineOfHttp1() throws Exception {
    try (var server = limited(Map.of("limit_request_line", "100"));
        var client = server.http1();
        var other = server.http1()) {
      // The rest of "GET / HTTP/1.1" has 13 bytes.
      assertThat(client.get("/" + "x".repeat(86)).status()).isEqualTo(200);

      assertThat(client.get("/" + "x".repeat(87)).status()).isEqualTo(414);
      assertThat(client.isEnded()).isTrue();
      assertThat(other.get("/" + "\u00c3\u00a9".repeat(44)).status()).isEqualTo(414);
      assertThat(served).hasValue(1);
    }
  }

  @Test
  void limitsTheRequestLineOfHttp2() throws Exception {
    try (var server = limited(Map.of("limit_request_line", "100"));
        var client = server.http2()) {
      // The rest of "GET / HTTP/2.0" has 13 bytes.
      assertThat(client.get("/" + "x".repeat(87)))
          .extracting(Answer::status, Answer::body)
          .containsExactly(414, "414 URI Too Long\n");
      assertThat(client.get("/" + "x".repeat(86)).status()).isEqualTo(200);
      assertThat(served).hasValue(1);
    }
  }

  @Test
  void limitsTheNumberOfFieldsOfHttp1() throws Exception {
    try (var server = limited(Map.of("limit_request_fields", "10"));
        var client = server.http1()) {
      // The tenth is Host.
      assertThat(client.get("/", fields(9)).status()).isEqualTo(200);

      assertThat(client.get("/", fields(10)).status()).isEqualTo(431);
      assertThat(client.isEnded()).isTrue();
      assertThat(served).hasValue(1);
    }
  }

  @Test
  void limitsTheNumberOfFieldsOfHttp2() throws Exception {
    try (var server = limited(Map.of("limit_request_fields", "10"));
        var client = server.http2()) {
      assertThat(client.get("/", fields(10)).status()).isEqualTo(200);

      assertThat(client.get("/", fields(11)))
          .extracting(Answer::status, Answer::body)
          .containsExactly(431, "431 Request Header Fields Too Large\n");
      assertThat(client.get("/", fields(1)).status()).isEqualTo(200);
      assertThat(served).hasValue(2);
    }
  }

  @Test
  void limitsTheSizeOfAField() throws Exception {
    try (var server = limited(Map.of("limit_request_field_size", "100"));
        var http1 = server.http1();
        var http2 = server.http2()) {
      // "x-name: " has 8 bytes.
      assertThat(http1.get("/", "x-name: " + "v".repeat(92)).status()).isEqualTo(200);
      assertThat(http2.get("/", "x-name: " + "v".repeat(92)).status()).isEqualTo(200);

      assertThat(http1.get("/", "x-name: " + "v".repeat(93)).status()).isEqualTo(431);
      assertThat(http2.get("/", "x-name: " + "v".repeat(93)).status()).isEqualTo(431);
      assertThat(http1.isEnded()).isTrue();
      assertThat(http2.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void takesARequestThatIsJustWithinAllDefaults() throws Exception {
    try (var server = limited(Map.of());
        var client = server.http1()) {
      String[] largest =
          IntStream.range(100, 199)
              .mapToObj(i -> "x-" + i + ": " + "v".repeat(8190 - 7))
              .toArray(String[]::new);

      assertThat(client.get("/" + "x".repeat(4094 - 14), largest).status()).isEqualTo(200);
    }
  }

  @Test
  void has414And431AlsoAtTheDefaults() throws Exception {
    try (var server = limited(Map.of());
        var line = server.http1();
        var size = server.http1();
        var count = server.http1()) {
      assertThat(line.get("/" + "x".repeat(4094 - 13)).status()).isEqualTo(414);
      assertThat(size.get("/", "x-100: " + "v".repeat(8190 - 6)).status()).isEqualTo(431);
      assertThat(count.get("/", fields(100)).status()).isEqualTo(431);
    }
  }

  @Test
  void hasNoLimitForLineAndFieldSizeAtZero() throws Exception {
    try (var server = limited(Map.of("limit_request_line", "0", "limit_request_field_size", "0"));
        var client = server.http1()) {
      Answer answer = client.get("/" + "x".repeat(100_000), "x-name: " + "v".repeat(1_000_000));

      assertThat(answer.status()).isEqualTo(200);
    }
  }

  @Test
  void doesNotWaitForTheEndOfAnEndlessHead() throws Exception {
    try (var server = limited(Map.of());
        var client = server.http1()) {
      // The parser hands a field on when the next line begins.
      client.send("GET / HTTP/1.1\r\n" + "a:\r\n".repeat(102));

      assertThat(client.read().status()).isEqualTo(431);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void countsTrailersWithTheFields() throws Exception {
    try (var server = limited(Map.of("limit_request_fields", "10"));
        var client = server.http1()) {
      client.send(
          "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
              + "a:\r\n".repeat(9)
              + "\r\n");

      // The head was good; the body, of which the trailers are the end, is not.
      assertThat(client.read().status()).isEqualTo(400);
    }
  }

  @Test
  void closesTheConnectionWhenTheBodyOfARefusedRequestIsStillToCome() throws Exception {
    // Without our own connection, so that the handler is what refuses.
    try (var server = HandlerServer.start(limits(new HeadLimits(4094, 3, 8190)));
        var client = server.http1()) {
      client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\na:b\r\nc:d\r\n\r\n");

      assertThat(client.read().status()).isEqualTo(431);
      assertThat(client.isEnded()).isTrue();
    }
  }

  @Test
  void boundsTheHeadThatAConnectionMayHoldWhateverIsSet() {
    int most = 16 * 1024 * 1024;

    assertThat(new HeadLimits(4094, 100, 8190).headSize()).isEqualTo(823_298);
    assertThat(new HeadLimits(100, 1, 100).headSize()).isEqualTo(206);
    assertThat(new HeadLimits(0, 100, 8190).headSize()).isEqualTo(most);
    assertThat(new HeadLimits(4094, 100, 0).headSize()).isEqualTo(most);
    assertThat(new HeadLimits(4094, 32_768, 1_048_576).headSize()).isEqualTo(most);
  }

  private RequestLimits limits(HeadLimits limits) {
    RequestLimits handler = new RequestLimits(limits);
    handler.setHandler(new Greeting());
    return handler;
  }

  private HandlerServer limited(Map<String, String> settings) throws Exception {
    HeadLimits limits = HeadLimits.of(SettingsLoader.from(settings));
    return HandlerServer.start(
        limits(limits),
        (server, connector) ->
            connector.setConnectionFactories(
                List.of(
                    new Http1ConnectionFactory(
                        new HttpConfiguration(), limits, new MethodRules(false, false), false),
                    new HTTP2CServerConnectionFactory(new HttpConfiguration()))));
  }

  private static String[] fields(int count) {
    return Stream.iterate(1, i -> i + 1)
        .limit(count)
        .map(i -> "x-" + i + ": v")
        .toArray(String[]::new);
  }

  private final class Greeting extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      served.incrementAndGet();
      if (Request.getPathInContext(request).equals("/read")) {
        Content.Source.asString(request);
      }
      Content.Sink.write(response, true, "hello", callback);
      return true;
    }
  }
}
