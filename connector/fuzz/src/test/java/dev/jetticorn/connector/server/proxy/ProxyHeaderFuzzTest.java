package dev.jetticorn.connector.server.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.connector.settings.ProxyProtocol;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Whatever a connection begins with, it is a header of bounded length or malformed. */
final class ProxyHeaderFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isTheSameHoweverMuchFollows(byte[] input) {
    String whole = read(input, input.length);
    String first = "incomplete";
    for (int length = 0; length <= input.length && first.equals("incomplete"); length++) {
      first = read(input, length);
    }

    assertThat(whole).isEqualTo(first);
    if (input.length >= ProxyHeader.LONGEST) {
      assertThat(whole).isNotEqualTo("incomplete");
    }
  }

  private static String read(byte[] bytes, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    try {
      Optional<ProxyHeader> header = ProxyHeader.parse(buffer, ProxyProtocol.AUTO);
      assertThat(header.isPresent() || buffer.position() == 0).isTrue();
      return header.map(h -> h + " in " + buffer.position()).orElse("incomplete");
    } catch (MalformedProxyHeaderException e) {
      return "malformed";
    }
  }
}
