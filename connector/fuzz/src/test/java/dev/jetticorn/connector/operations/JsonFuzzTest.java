package dev.jetticorn.connector.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.connector.operations.Json.MalformedJsonException;

/** Whatever a client of the control socket sends, it is a value that can be printed, or refused. */
final class JsonFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isOneLineOfAsciiOrRefused(byte[] line) {
    Object value;
    try {
      value = Json.parse(new String(line, UTF_8));
    } catch (MalformedJsonException refused) {
      return;
    }

    assertThat(Json.print(value)).matches("[ -~]+");
  }
}
