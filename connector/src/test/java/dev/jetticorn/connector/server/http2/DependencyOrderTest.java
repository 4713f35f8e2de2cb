package dev.jetticorn.connector.server.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.bridge.StreamPriority;
import org.junit.jupiter.api.Test;

/** The tree of RFC 7540, 5.3, as it is drawn there. */
class DependencyOrderTest {
  private static final int CAPACITY = 4;

  private final DependencyOrder order = new DependencyOrder(CAPACITY);

  /** RFC 7540, 5.3.1: D below A beside B and C. */
  @Test
  void putsAStreamBesideOthers() {
    says(1, 16, 0, false);
    says(3, 16, 1, false);
    says(5, 16, 1, false);

    says(7, 16, 1, false);

    assertThat(order).hasToString("0(1(3 5 7))");
  }

  /** RFC 7540, 5.3.1: D below A, and B and C below D. */
  @Test
  void putsAnExclusiveStreamBetween() {
    says(1, 16, 0, false);
    says(3, 16, 1, false);
    says(5, 16, 1, false);

    says(7, 16, 1, true);

    assertThat(order).hasToString("0(1(7(3 5)))");
  }

  /** RFC 7540, 5.3.3: A becomes dependent on D, which depended on it. */
  @Test
  void movesAStreamBelowOneThatDependsOnIt() {
    drawn();

    says(1, 16, 7, false);

    assertThat(order).hasToString("0(7(11 1(3 5(9))))");
  }

  /** RFC 7540, 5.3.3: the same exclusively. */
  @Test
  void movesAStreamExclusivelyBelowOneThatDependsOnIt() {
    drawn();

    says(1, 16, 7, true);

    assertThat(order).hasToString("0(7(1(3 5(9) 11)))");
  }

  /** RFC 7540, 5.3.1: what is not in the tree gives the default. */
  @Test
  void putsWhatDependsOnAnUnknownStreamBelowTheRoot() {
    says(3, 200, 1, false);

    assertThat(order).hasToString("0(3)");
  }

  /** RFC 7540, 5.3.4. */
  @Test
  void letsThoseBelowTakeThePlaceOfAForgottenStream() {
    order.opened(1);
    order.opened(3);
    order.opened(5);
    says(3, 16, 1, false);
    says(5, 16, 1, false);
    order.closed(1);

    assertThat(order).hasToString("0(1(3 5))");

    for (int streamId = 101; streamId < 101 + 2 * CAPACITY; streamId += 2) {
      says(streamId, 16, 0, false);
    }

    assertThat(order).hasToString("0(101 103 105 3 5 107)");
  }

  @Test
  void remembersNothingOfClientsThatSayNothing() {
    order.opened(1);
    order.opened(3);

    order.closed(1);
    order.closed(3);

    assertThat(order).hasToString("0");
  }

  @Test
  void forgetsWhoWasSpokenOfLeastRecently() {
    for (int streamId = 1; streamId <= 2 * CAPACITY - 1; streamId += 2) {
      says(streamId, 16, 0, false);
    }
    says(1, 16, 0, false);

    says(99, 16, 0, false);

    assertThat(order.toString()).contains("1", "99").doesNotContain("3");
  }

  /** The tree of RFC 7540, figure 5; A to F are 1, 3, 5, 7, 9 and 11. All are open. */
  private void drawn() {
    for (int streamId = 1; streamId <= 11; streamId += 2) {
      order.opened(streamId);
    }
    says(3, 16, 1, false);
    says(5, 16, 1, false);
    says(7, 16, 5, false);
    says(9, 16, 5, false);
    says(11, 16, 7, false);
    assertThat(order).hasToString("0(1(3 5(7(11) 9)))");
  }

  private void says(int streamId, int weight, int dependsOn, boolean exclusive) {
    order.prioritize(streamId, new StreamPriority(weight, dependsOn, exclusive));
  }
}
