package dev.jetticorn.connector.server.http2;

import static dev.jetticorn.connector.testing.FrameClient.INITIAL_WINDOW_SIZE;
import static dev.jetticorn.connector.testing.FrameClient.MAX_CONCURRENT_STREAMS;
import static dev.jetticorn.connector.testing.FrameClient.MAX_FRAME_SIZE;
import static dev.jetticorn.connector.testing.FrameClient.MAX_HEADER_LIST_SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.jetticorn.connector.testing.Exchange;
import dev.jetticorn.connector.testing.Frame;
import dev.jetticorn.connector.testing.FrameClient;
import dev.jetticorn.connector.testing.ServletServer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http2.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Http2SettingsOnTheWireTest {
  private static final int DEADLINE_SECONDS = 20;

  private static ServletServer configured(
      int maxStreams, int window, int maxFrameSize, int maxHeaderListSize) {
    return ServletServer.with(
            "/*",
            (request, response) ->
                response.getWriter().print(request.getInputStream().readAllBytes().length))
        .http2(
            http2 -> {
              http2.setMaxConcurrentStreams(maxStreams);
              http2.setInitialStreamRecvWindow(window);
              http2.setMaxFrameSize(maxFrameSize);
              http2.getHttpConfiguration().setRequestHeaderSize(maxHeaderListSize);
            });
  }

  @ParameterizedTest
  @CsvSource({
    "100, 65535, 16384, 65536",
    "1, 1, 16777215, 1024",
    "2147483647, 2147483647, 20000, 2147483647"
  })
  void areAllSaid(int maxStreams, int window, int maxFrameSize, int maxHeaderListSize)
      throws Exception {
    try (var server = configured(maxStreams, window, maxFrameSize, maxHeaderListSize).start();
        var client = server.http2()) {
      assertThat(client.nextSettings())
          .contains(
              entry(MAX_CONCURRENT_STREAMS, maxStreams),
              entry(INITIAL_WINDOW_SIZE, window),
              entry(MAX_FRAME_SIZE, maxFrameSize),
              entry(MAX_HEADER_LIST_SIZE, maxHeaderListSize));
    }
  }

  /** RFC 9113, 4.2. */
  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000})
  void takeADataFrameOfTheAnnouncedSize(int maxFrameSize) throws Exception {
    try (var server = configured(100, 65_535, maxFrameSize, 65_536).start();
        var client = server.http2()) {
      client.nextSettings();
      client.send(Frame.post(1, "/"), Frame.data(1, new byte[maxFrameSize], true));

      assertThat(client.exchange(1).text()).isEqualTo(String.valueOf(maxFrameSize));
    }
  }

  /** RFC 9113, 4.2. */
  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000})
  void refuseADataFrameLargerThanAnnounced(int maxFrameSize) throws Exception {
    try (var server = configured(100, 65_535, maxFrameSize, 65_536).start();
        var client = server.http2()) {
      client.nextSettings();
      client.send(Frame.post(1, "/"), Frame.data(1, new byte[maxFrameSize + 1], true));

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR.code);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000})
  void takeAHeadersFrameOfTheAnnouncedSize(int maxFrameSize) throws Exception {
    try (var server = configured(100, 65_535, maxFrameSize, 65_536).start();
        var client = server.http2()) {
      client.nextSettings();
      client.send(headersOf(maxFrameSize));

      assertThat(client.exchange(1).status()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16_384, 20_000})
  void refuseAHeadersFrameLargerThanAnnounced(int maxFrameSize) throws Exception {
    try (var server = configured(100, 65_535, maxFrameSize, 65_536).start();
        var client = server.http2()) {
      client.nextSettings();
      client.send(headersOf(maxFrameSize + 1));

      assertThat(client.nextGoAway()).isEqualTo(ErrorCode.FRAME_SIZE_ERROR.code);
    }
  }

  private static Frame headersOf(int length) {
    int rest = length - Frame.request("GET", "/", "x", "").length;
    // A value of this length takes three bytes to say how long it is, and not one.
    byte[] block = Frame.request("GET", "/", "x", "y".repeat(rest - 2));
    if (block.length != length) {
      block = Frame.request("GET", "/", "x", "y".repeat(rest - 3));
    }
    assertThat(block).hasSize(length);
    return Frame.headers(1, Frame.END_HEADERS | Frame.END_STREAM, block);
  }

  @Test
  void takeAHeaderListWithinTheAnnouncedSize() throws Exception {
    try (var server = configured(100, 65_535, 16_384, 2_000).start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/", "x", "y".repeat(1_700)));

      assertThat(client.exchange(1).status()).isEqualTo(200);
    }
  }

  /** RFC 9113, 10.5.1: the size is that of the fields, not that of their compressed form. */
  @Test
  void refuseAHeaderListLargerThanAnnounced() throws Exception {
    try (var server = configured(100, 65_535, 16_384, 2_000).start();
        var client = server.http2()) {
      client.send(Frame.get(1, "/", "x", "y".repeat(2_000)), Frame.get(3, "/"));

      assertThat(client.exchange(1).status()).isEqualTo(431);
      assertThat(client.exchange(3).status()).isEqualTo(200);
    }
  }

  @Test
  void leaveTheHeaderListOpenWhenItsSizeIsZero() throws Exception {
    try (var server = configured(100, 65_535, 200_000, 0).start();
        var client = server.http2()) {
      assertThat(client.nextSettings()).doesNotContainKey(MAX_HEADER_LIST_SIZE);
      client.send(Frame.get(1, "/", "x", "y".repeat(150_000)));

      assertThat(client.exchange(1).status()).isEqualTo(200);
    }
  }

  @Test
  void letStreamsRunSideBySide() throws Exception {
    int streams = 50;
    CyclicBarrier allThere = new CyclicBarrier(streams);
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      try {
                        allThere.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
                      } catch (Exception e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .start();
        var client = server.http2()) {
      for (int i = 0; i < streams; i++) {
        client.send(Frame.get(2 * i + 1, "/"));
      }

      for (int i = 0; i < streams; i++) {
        assertThat(client.exchange(2 * i + 1).status()).isEqualTo(200);
      }
    }
  }

  /** RFC 9113, 5.1.2. */
  @Test
  void refuseAStreamOverTheLimit() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    try (var server =
            ServletServer.with(
                    "/",
                    (request, response) -> {
                      try {
                        refused.await(DEADLINE_SECONDS, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                      }
                    })
                .http2(http2 -> http2.setMaxConcurrentStreams(2))
                .start();
        FrameClient client = server.http2()) {
      client.send(Frame.get(1, "/"), Frame.get(3, "/"), Frame.get(5, "/"));

      Exchange overTheLimit = client.exchange(5);
      refused.countDown();

      assertThat(overTheLimit.resetWith()).isEqualTo(ErrorCode.REFUSED_STREAM_ERROR.code);
      assertThat(client.exchange(1).status()).isEqualTo(200);
      assertThat(client.exchange(3).status()).isEqualTo(200);
      client.send(Frame.get(7, "/"));
      assertThat(client.exchange(7).status()).isEqualTo(200);
    }
  }
}
