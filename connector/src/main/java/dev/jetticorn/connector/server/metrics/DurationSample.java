package dev.jetticorn.connector.server.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Some of the durations of an interval: all of them when there are few, and otherwise so many that
 * each had the same chance to be among them.
 *
 * <p>Any thread may add, without waiting. A duration that is added while the sample is taken may be
 * lost to it; what is counted is counted elsewhere.
 */
final class DurationSample implements LongConsumer {
  private final int size;
  private volatile Interval interval;

  DurationSample(int size) {
    this.size = size;
    this.interval = new Interval(size);
  }

  @Override
  public void accept(long duration) {
    interval.add(duration);
  }

  /** Takes the sample, and begins the next one. */
  Taken take() {
    Interval ended = interval;
    interval = new Interval(size);
    long all = ended.all.get();
    return new Taken(Arrays.stream(ended.durations).limit(all).boxed().toList(), all);
  }

  /**
   * A sample.
   *
   * @param all how many durations there were
   */
  record Taken(List<Long> durations, long all) {
    Taken {
      durations = List.copyOf(durations);
    }

    /** Which part of all durations is in the sample: 1 for all of them. */
    double rate() {
      return all == 0 ? 1 : (double) durations.size() / all;
    }
  }

  private static final class Interval {
    private final AtomicLong all = new AtomicLong();
    private final long[] durations;

    Interval(int size) {
      durations = new long[size];
    }

    void add(long duration) {
      long number = all.getAndIncrement();
      // Vitter's algorithm R.
      long place =
          number < durations.length ? number : ThreadLocalRandom.current().nextLong(number + 1);
      if (place < durations.length) {
        durations[(int) place] = duration;
      }
    }
  }
}
