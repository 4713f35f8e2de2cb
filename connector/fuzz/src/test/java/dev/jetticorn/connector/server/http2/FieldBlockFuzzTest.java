package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackContext;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * Whatever the field blocks of a connection hold, our decoder and Jetty's agree about the table,
 * and where both see a request it is the same one.
 */
final class FieldBlockFuzzTest {
  private static final int MAX_HEADER_LIST_SIZE = 2_048;
  private static final int LARGEST = FieldBlockDecoder.FAR_BEYOND * MAX_HEADER_LIST_SIZE;

  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isWhatJettyMakesOfThem(byte[] input) {
    HpackDecoder agreed = new HpackDecoder(LARGEST, () -> 1);
    FieldBlockDecoder ours = new FieldBlockDecoder(agreed, MAX_HEADER_LIST_SIZE, () -> 1);
    HpackDecoder jettys = new HpackDecoder(LARGEST, () -> 1);

    // Blocks with a byte before each that says how long it is.
    for (ByteBuffer blocks = ByteBuffer.wrap(input); blocks.hasRemaining(); ) {
      int length = Math.min(blocks.get() & 0xff, blocks.remaining());
      byte[] block = new byte[length];
      blocks.get(block);
      if (!agree(ours, jettys, block)) {
        return;
      }
      assertThat(tableOf(agreed)).isEqualTo(tableOf(jettys));
    }
  }

  /** Whether both can go on. */
  private static boolean agree(FieldBlockDecoder ours, HpackDecoder jettys, byte[] block) {
    Optional<MetaData> expected = Optional.empty();
    boolean isLost = false;
    try {
      expected = Optional.of(jettys.decode(ByteBuffer.wrap(block)));
    } catch (HpackException.StreamException malformed) {
      // An error of the stream.
    } catch (HpackException lost) {
      isLost = true;
    }
    MetaData actual;
    try {
      actual =
          ours.decode(new FieldBlock(1, true, Optional.empty(), ByteBuffer.wrap(block)))
              .getMetaData();
    } catch (HpackException lost) {
      assertThat(isLost).isTrue();
      return false;
    }
    // Jetty loses its table where ours does not; that is why it is not used.
    if (!isLost) {
      check(actual, expected);
    }
    return !isLost;
  }

  private static void check(MetaData actual, Optional<MetaData> expected) {
    boolean isRequest =
        actual instanceof MetaData.Request request
            && !(actual instanceof OversizedRequest)
            && RequestRules.allow(request, false);
    if (!isRequest) {
      return;
    }
    assertThat(expected).containsInstanceOf(MetaData.Request.class);
    MetaData.Request ours = (MetaData.Request) actual;
    MetaData.Request jettys = (MetaData.Request) expected.orElseThrow();
    assertThat(ours.getMethod()).isEqualTo(jettys.getMethod());
    assertThat(ours.getHttpURI()).isEqualTo(jettys.getHttpURI());
    assertThat(ours.getProtocol()).isEqualTo(jettys.getProtocol());
    assertThat(withoutCookies(ours)).isEqualTo(withoutCookies(jettys));
  }

  /** Jetty leaves them in pieces. */
  private static List<HttpField> withoutCookies(MetaData.Request request) {
    List<HttpField> fields = new ArrayList<>();
    // Not by stream(), which brings the fields of an earlier malformed block back in Jetty 12.1.14.
    for (HttpField field : request.getHttpFields()) {
      if (field.getHeader() != HttpHeader.COOKIE) {
        fields.add(field);
      }
    }
    return fields;
  }

  private static List<Integer> tableOf(HpackDecoder decoder) {
    HpackContext table = decoder.getHpackContext();
    return List.of(table.size(), table.getDynamicTableSize(), table.getMaxDynamicTableSize());
  }
}
