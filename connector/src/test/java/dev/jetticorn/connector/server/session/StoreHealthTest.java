package dev.jetticorn.connector.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
  private final AtomicLong now = new AtomicLong(1);
  private final AtomicLong attempts = new AtomicLong();
  private final StoreHealth health =
      new StoreHealth(now::get, e -> e instanceof IOException, e -> "words");

  @Test
  void returnsWhatTheStoreSays() {
    assertThat(health.<String>use(() -> "said")).isEqualTo("said");
  }

  @Test
  void asksAStoreThatIsDownOnceASecond() {
    fail(new IOException());
    fail(new IOException());
    assertThat(attempts).hasValue(1);

    now.addAndGet(StoreHealth.PAUSE.toNanos());
    fail(new IOException());
    fail(new IOException());
    assertThat(attempts).hasValue(2);

    now.addAndGet(StoreHealth.PAUSE.toNanos());
    assertThat(health.<String>use(() -> "again")).isEqualTo("again");
    assertThat(health.<String>use(() -> "and again")).isEqualTo("and again");
  }

  @Test
  void goesOnAskingAStoreThatOnlyFailedOnce() {
    fail(new IllegalStateException());
    fail(new IllegalStateException());

    assertThat(attempts).hasValue(2);
    assertThat(health.<String>use(() -> "said")).isEqualTo("said");
  }

  /** An error page of the application shows causes, and drivers name users. */
  @Test
  void tellsTheClientNothingOfTheReason() {
    assertThatThrownBy(() -> health.use(() -> throwing(new IOException("user ann"))))
        .isInstanceOf(StoreUnavailableException.class)
        .hasNoCause()
        .hasMessageNotContaining("ann");
  }

  @Test
  void waitsLongerBeforeItSaysThatAllIsWellThanBetweenAttempts() {
    assertThat(StoreHealth.STABLE).isGreaterThan(StoreHealth.PAUSE.plus(Duration.ofSeconds(1)));
  }

  private void fail(Exception failure) {
    assertThatThrownBy(() -> health.use(() -> throwing(failure)))
        .isInstanceOf(StoreUnavailableException.class);
  }

  private String throwing(Exception failure) throws Exception {
    attempts.incrementAndGet();
    throw failure;
  }
}
