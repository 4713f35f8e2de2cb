package dev.jetticorn.connector.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogTest {
  /** From Linux's /proc/net/tcp and /proc/net/tcp6. */
  @ParameterizedTest
  @CsvSource({
    "3, 0: 0100007F:1F40 00000000:0000 0A 00000000:00000003 00:00000000 00000000 0 0 1",
    "17, ' 1: 00000000000000000000000000000000:1F40 0:0 0A 00000000:00000011 00:00000000 0'",
    "0, 2: 0100007F:1F41 00000000:0000 0A 00000000:00000005 00:00000000 00000000 0 0 1",
    "0, 3: 0100007F:1F40 0100007F:9C40 01 00000000:00000007 00:00000000 00000000 0 0 1",
    "0, 4: cut off",
  })
  void readsHowManyWaitForOurPorts(long waiting, String line) {
    assertThat(Backlog.waiting(line, Set.of(8_000))).isEqualTo(waiting);
  }
}
