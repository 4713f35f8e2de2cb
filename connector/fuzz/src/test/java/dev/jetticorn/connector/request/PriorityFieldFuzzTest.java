package dev.jetticorn.connector.request;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.jetticorn.bridge.RequestUrgency;

/** Whatever a client sends as its priority, it is a priority or none. */
final class PriorityFieldFuzzTest {
  @FuzzTest(maxDuration = "", maxExecutions = 100_000)
  void isAPriorityOrNone(byte[] value) {
    PriorityField.parse(new String(value, ISO_8859_1)).ifPresent(this::comesBack);
  }

  private void comesBack(RequestUrgency priority) {
    String printed = "u=" + priority.urgency() + (priority.incremental() ? ", i" : "");

    assertThat(priority.urgency()).isBetween(0, 7);
    assertThat(PriorityField.parse(printed)).contains(priority);
  }
}
