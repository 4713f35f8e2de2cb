package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written in slices looks as if it were not. */
@Timeout(60)
class DataRatesTest {
  private static final int LARGER_THAN_A_SLICE = 10_000;
  private static final HttpFields TRAILERS = HttpFields.build().put("checksum", "42");

  @Test
  void saysTheLengthOfAResponseInOnePiece() throws Exception {
    try (var server = HandlerServer.start(rates(new OnePiece()));
        var client = server.http1().send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")) {
      Answer answer = client.read();

      assertThat(answer.field("Content-Length")).isEqualTo("10000");
      assertThat(answer.body()).hasSize(LARGER_THAN_A_SLICE);
    }
  }

  /** A Content-Length would end an HTTP/1.1 response before its trailers (RFC 9112, 7.1.2). */
  @Test
  void leavesRoomForTrailers() throws Exception {
    try (var server = HandlerServer.start(rates(new OnePiece()));
        var client = server.http1()) {
      client.send("GET /trailers HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertThat(client.rest())
          .contains("Transfer-Encoding: chunked")
          .doesNotContain("Content-Length")
          .endsWith("\r\n0\r\nchecksum: 42\r\n\r\n");
    }
  }

  private static DataRates rates(Handler next) {
    DataRates rates = new DataRates(240, Duration.ofSeconds(20));
    rates.setHandler(next);
    return rates;
  }

  /** Writes its response at once. */
  private static final class OnePiece extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (Request.getPathInContext(request).equals("/trailers")) {
        response.setTrailersSupplier(() -> TRAILERS);
      }
      response.write(true, ByteBuffer.allocate(LARGER_THAN_A_SLICE), callback);
      return true;
    }
  }
}
