package dev.jetticorn.connector.server.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UrgencyQueueTest {
  private final UrgencyQueue<String> queue = new UrgencyQueue<>();

  @Test
  void isLeftByUrgencyAndThenByArrival() {
    queue.add("a3", 3);
    queue.add("b5", 5);
    queue.add("c3", 3);
    queue.add("d0", 0);

    assertThat(all()).containsExactly("d0", "a3", "c3", "b5");
  }

  @Test
  void countsTheArrivalOfWhoHasMoved() {
    queue.add("first", 5);
    queue.add("second", 1);

    queue.move("first", 1);
    queue.move("not there", 0);

    assertThat(all()).containsExactly("first", "second");
  }

  @Test
  void forgetsWhoWasRemoved() {
    queue.add("a", 3);
    queue.add("b", 3);

    assertThat(queue.remove("a")).isTrue();
    assertThat(queue.remove("a")).isFalse();
    assertThat(queue.size()).isEqualTo(1);
    assertThat(all()).containsExactly("b");
  }

  @Test
  void letsNobodyWaitForEver() {
    queue.add("late", 7);
    for (int i = 0; i < 40; i++) {
      queue.add("urgent " + i, 0);
    }

    assertThat(all().indexOf("late")).isEqualTo(15);
  }

  private List<String> all() {
    List<String> all = new ArrayList<>();
    for (Optional<String> next = queue.next(); next.isPresent(); next = queue.next()) {
      all.add(next.get());
    }
    return all;
  }
}
