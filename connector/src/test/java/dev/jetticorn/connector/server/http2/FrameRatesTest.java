package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.frames.ContinuationFrame;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.PingFrame;
import org.eclipse.jetty.http2.frames.PriorityFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.http2.frames.SettingsFrame;
import org.eclipse.jetty.http2.frames.UnknownFrame;
import org.eclipse.jetty.util.BufferUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What counts, against what, and for how long. */
class FrameRatesTest {
  private static final int LIMIT = 10;
  private static final MetaData REQUEST = new MetaData(HttpVersion.HTTP_2, HttpFields.EMPTY);

  private final AtomicLong now = new AtomicLong();
  private final List<String> said = new ArrayList<>();
  private final FrameRates rates = new FrameRates(LIMIT, said::add, now::get);

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("RST_STREAM", new ResetFrame(1, 8)),
        Arguments.of("SETTINGS", new SettingsFrame(Map.of(), false)),
        Arguments.of("PING", new PingFrame(1, false)),
        Arguments.of("PRIORITY", new PriorityFrame(1, 0, 16, false)),
        Arguments.of("CONTINUATION", new ContinuationFrame(1, false)),
        Arguments.of("empty or unexpected DATA", new DataFrame(1, BufferUtil.EMPTY_BUFFER, false)),
        Arguments.of("malformed HEADERS", new HeadersFrame(1, REQUEST, null, true)),
        Arguments.of("unknown", new UnknownFrame(0x16)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kinds")
  void takesSoManyOfAKindInASecondAndSaysWhenThereAreMore(String name, Object frame) {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(rates.onEvent(frame)).isTrue();
    }
    assertThat(said).isEmpty();

    assertThat(rates.onEvent(frame)).isFalse();
    assertThat(rates.onEvent(frame)).isFalse();

    assertThat(said)
        .containsExactly("more than 10 " + name + " frames in a second, connection closed");
  }

  @Test
  void countsEachKindByItself() {
    for (int i = 0; i < LIMIT; i++) {
      kinds().forEach(kind -> assertThat(rates.onEvent(kind.get()[1])).isTrue());
      assertThat(rates.onPriorityUpdate()).isTrue();
      assertThat(rates.onWindowUpdate()).isTrue();
    }

    assertThat(rates.onPriorityUpdate()).isFalse();
    assertThat(rates.onWindowUpdate()).isFalse();
  }

  @Test
  void beginsAnewAfterASecond() {
    for (int second = 0; second < 5; second++) {
      for (int i = 0; i < LIMIT; i++) {
        assertThat(rates.onEvent(new PingFrame(1, false))).isTrue();
      }
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }
  }

  @Test
  void takesWindowUpdatesForDataThatWasSent() {
    for (int i = 0; i < 100 * LIMIT; i++) {
      rates.sendsData(16, 0);
      rates.sendsData(1, 1_000);
    }

    for (int i = 0; i < 800 * LIMIT + LIMIT; i++) {
      assertThat(rates.onWindowUpdate()).isTrue();
    }
    assertThat(rates.onWindowUpdate()).isFalse();
  }

  @Test
  void takesMoreWindowUpdatesForAFrameOfMoreBytes() {
    rates.sendsData(16_384, 0);

    for (int i = 0; i < 4 + 64 + LIMIT; i++) {
      assertThat(rates.onWindowUpdate()).isTrue();
    }
    assertThat(rates.onWindowUpdate()).isFalse();
  }

  @Test
  void paysNothingBackForWindowsThatAreOpenedByAByte() {
    for (int i = 0; i < LIMIT; i++) {
      assertThat(rates.onWindowUpdate()).isTrue();
      rates.sendsData(1, 0);
    }

    assertThat(rates.onWindowUpdate()).isFalse();
  }

  @Test
  void countsSettingsForEachWindowThatTheyChange() {
    var many = new FrameRates(1_000, said::add, now::get);
    for (int i = 0; i < 10; i++) {
      assertThat(many.onWindowChange(5_000)).isTrue();
    }

    assertThat(many.onWindowChange(1)).isFalse();
    assertThat(said)
        .containsExactly("more than 1000 SETTINGS frames in a second, connection closed");
  }

  @Test
  void letsSoManyAnswersWaitForAClientThatDoesNotRead() {
    for (int i = 0; i < 3 * LIMIT; i++) {
      assertThat(rates.waitsForReader()).isTrue();
      rates.hasBeenRead();
    }
    for (int i = 0; i < LIMIT; i++) {
      assertThat(rates.waitsForReader()).isTrue();
    }

    assertThat(rates.waitsForReader()).isFalse();
    assertThat(said).containsExactly("more than 10 answers wait to be read, connection closed");
  }

  @Test
  void doesNotCountWhatTheParserSkips() {
    rates.skipping(true);

    for (int i = 0; i < 2 * LIMIT; i++) {
      assertThat(rates.onEvent(new UnknownFrame(0x100))).isTrue();
    }
  }

  @Test
  void takesAnyNumberWhenTheLimitIsZero() {
    FrameRates unlimited = new FrameRates(0, said::add, now::get);

    for (int i = 0; i < 100_000; i++) {
      assertThat(unlimited.onEvent(new PingFrame(1, false))).isTrue();
    }
  }
}
