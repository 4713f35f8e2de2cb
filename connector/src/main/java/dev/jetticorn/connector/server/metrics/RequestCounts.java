package dev.jetticorn.connector.server.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.DoubleStream;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.RequestLog;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.NanoTime;

/**
 * Counts the requests whose response is complete: by protocol and status, and how long they took.
 *
 * <p>It stands on the way of every request, so it makes no object there and takes no lock.
 */
public final class RequestCounts implements RequestLog {
  /** Upper bounds of the histogram, in milliseconds; what took longer has a bucket as well. */
  private static final double[] BOUNDS = {
    1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000
  };

  private static final long[] NANO_BOUNDS =
      Arrays.stream(BOUNDS).mapToLong(millis -> (long) (millis * 1e6)).toArray();

  private static final List<Double> SECOND_BOUNDS =
      DoubleStream.concat(
              Arrays.stream(BOUNDS).map(millis -> millis / 1e3),
              DoubleStream.of(Double.POSITIVE_INFINITY))
          .boxed()
          .toList();

  private static final int STATUSES = 600;

  // Filled here and not changed afterwards.
  private final Map<HttpVersion, OfProtocol> protocols = new EnumMap<>(HttpVersion.class);

  // Set before the server starts.
  private LongConsumer durations = nanos -> {};

  RequestCounts() {
    for (HttpVersion version : HttpVersion.values()) {
      protocols.put(version, new OfProtocol());
    }
  }

  /** Hands on how long each request took, in nanoseconds, to {@code listener}. */
  void tell(LongConsumer listener) {
    durations = listener;
  }

  @Override
  public void log(Request request, Response response) {
    long nanos = NanoTime.since(request.getHeadersNanoTime());
    OfProtocol counts = protocols.get(request.getConnectionMetaData().getHttpVersion());
    if (counts != null) {
      counts.add(response.getStatus(), nanos);
    }
    durations.accept(nanos);
  }

  /** How many requests had this protocol and status. */
  public record Total(HttpVersion protocol, int status, long count) {}

  /** The totals that are not zero. */
  public List<Total> totals() {
    List<Total> totals = new ArrayList<>();
    protocols.forEach(
        (version, counts) -> {
          for (int status = 0; status < STATUSES; status++) {
            LongAdder count = counts.statuses.get(status);
            if (count != null) {
              totals.add(new Total(version, status, count.sum()));
            }
          }
        });
    return totals;
  }

  /**
   * How long the requests of a protocol took.
   *
   * @param bounds upper bounds of the buckets in seconds; the last one has none
   * @param counts requests in each bucket, those of the lower ones not included
   * @param seconds all of them together
   */
  record Durations(HttpVersion protocol, List<Double> bounds, List<Long> counts, double seconds) {
    Durations {
      bounds = List.copyOf(bounds);
      counts = List.copyOf(counts);
    }
  }

  /** How long requests took, for each protocol that has been spoken. */
  List<Durations> durations() {
    List<Durations> all = new ArrayList<>();
    protocols.forEach(
        (version, counts) -> {
          List<Long> buckets = Arrays.stream(counts.buckets).map(LongAdder::sum).toList();
          if (buckets.stream().anyMatch(bucket -> bucket > 0)) {
            all.add(new Durations(version, SECOND_BOUNDS, buckets, counts.nanos.sum() / 1e9));
          }
        });
    return all;
  }

  private static final class OfProtocol {
    private final AtomicReferenceArray<LongAdder> statuses = new AtomicReferenceArray<>(STATUSES);
    private final LongAdder[] buckets = new LongAdder[NANO_BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();

    OfProtocol() {
      Arrays.setAll(buckets, i -> new LongAdder());
    }

    void add(int status, long took) {
      status(status).increment();
      int bucket = 0;
      while (bucket < NANO_BOUNDS.length && took > NANO_BOUNDS[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      nanos.add(took);
    }

    /** A status that no status code can be counts as 0, as one does that was never set. */
    private LongAdder status(int status) {
      int index = status < 0 || status >= STATUSES ? 0 : status;
      LongAdder count = statuses.get(index);
      if (count == null) {
        statuses.compareAndSet(index, null, new LongAdder());
        count = statuses.get(index);
      }
      return count;
    }
  }
}
