package dev.jetticorn.connector.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jetticorn.connector.server.metrics.DurationSample.Taken;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DurationSampleTest {
  private final DurationSample sample = new DurationSample(100);

  @Test
  void hasAllOfThemWhenTheyAreFew() {
    LongStream.of(3, 1, 2).forEach(sample);

    Taken taken = sample.take();

    assertThat(taken).isEqualTo(new Taken(List.of(3L, 1L, 2L), 3));
    assertThat(taken.rate()).isEqualTo(1);
  }

  @Test
  void isOfAllPartsOfTheIntervalWhenTheyAreMany() {
    LongStream.range(0, 100_000).forEach(sample);

    Taken taken = sample.take();

    assertThat(taken.durations()).hasSize(100).doesNotHaveDuplicates();
    assertThat(taken.rate()).isEqualTo(0.001);
    // That none of 100 chosen ones is in a given half does not happen: it is 1 in 2 to the 100.
    assertThat(taken.durations())
        .anyMatch(duration -> duration < 50_000)
        .anyMatch(duration -> duration >= 50_000);
  }

  @Test
  void beginsAnewWhenItIsTaken() {
    sample.accept(1);
    sample.take();

    assertThat(sample.take()).isEqualTo(new Taken(List.of(), 0));
  }
}
