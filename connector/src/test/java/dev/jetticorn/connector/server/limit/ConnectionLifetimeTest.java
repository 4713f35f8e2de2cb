package dev.jetticorn.connector.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionLifetimeTest {

  @Test
  void isUpToATenthShorterForEachConnection() {
    var lifetime = new ConnectionLifetime(1_000, Duration.ofSeconds(100));

    List<ConnectionLifetime> each =
        IntStream.range(0, 1_000).mapToObj(i -> lifetime.ofOne()).toList();

    assertThat(each)
        .allSatisfy(
            one -> {
              assertThat(one.maxRequests()).isBetween(900, 1_000);
              assertThat(one.maxAge()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
            });
    assertThat(each.stream().map(ConnectionLifetime::maxRequests).distinct())
        .hasSizeGreaterThan(50);
    assertThat(each.stream().map(ConnectionLifetime::maxAge).distinct()).hasSizeGreaterThan(50);
  }

  @Test
  void isNeverMadeEndless() {
    assertThat(new ConnectionLifetime(1, Duration.ofMillis(1)).ofOne())
        .isEqualTo(new ConnectionLifetime(1, Duration.ofMillis(1)));
  }

  @Test
  void staysEndless() {
    assertThat(ConnectionLifetime.UNLIMITED.ofOne()).isEqualTo(ConnectionLifetime.UNLIMITED);
  }
}
