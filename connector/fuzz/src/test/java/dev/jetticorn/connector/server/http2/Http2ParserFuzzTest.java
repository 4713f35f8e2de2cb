package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whatever a client sends behind its preface, it is frames or an error of the connection, and the
 * same in one piece as in many.
 */
final class Http2ParserFuzzTest {
  private static final int MAX_FRAME_SIZE = 16_384;

  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isTheSameHoweverItIsCut(byte[] input) {
    int piece = input.length == 0 ? 1 : 1 + (input[0] & 0x3f);
    byte[] frames = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    ParserEvents whole = new ParserEvents();
    ParserEvents pieces = new ParserEvents();

    whole.feed(ByteBuffer.wrap(frames));
    for (int i = 0; i < frames.length && !pieces.hasFailed(); i += piece) {
      pieces.feed(ByteBuffer.wrap(frames, i, Math.min(piece, frames.length - i)));
    }

    assertThat(pieces.all()).isEqualTo(whole.all());
    assertThat(whole.largestFieldSection()).isLessThanOrEqualTo(ParserEvents.MAX_HEADER_LIST_SIZE);
    assertThat(whole.largestData()).isLessThanOrEqualTo(MAX_FRAME_SIZE);
  }
}
