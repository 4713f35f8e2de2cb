package dev.jetticorn.connector.server.limit;

import dev.jetticorn.connector.settings.IpAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.NanoTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the error log who went over which limit, and what became of it.
 *
 * <p>An attack repeats itself; the log must not. The same of the same client is said once a minute,
 * with the number of times that went unsaid, and there are never more than a hundred lines a
 * minute, however many clients there are.
 *
 * <p>For example {@code 203.0.113.7: more than 200 RST_STREAM frames in a second, connection closed
 * (http2_rate_limit)}.
 */
public final class LimitLog {
  private static final Logger LOG = LoggerFactory.getLogger(LimitLog.class);

  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int LINES_A_MINUTE = 100;
  private static final int REMEMBERED = 1_024;

  private record Key(String client, String happened, String limit) {}

  private static final class Said {
    private final long at;
    private int unsaid;

    Said(long at) {
      this.at = at;
    }
  }

  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();

  // All of these are read and written with the lock held.
  private final Map<Key, Said> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Said> eldest) {
          return size() > REMEMBERED;
        }
      };
  private long minuteBegan;
  private int lines;

  LimitLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.minuteBegan = nanoTime.getAsLong();
  }

  /** The log that all listeners and handlers of a server share. */
  public static LimitLog of(Server server) {
    synchronized (server) {
      LimitLog shared = server.getBean(LimitLog.class);
      if (shared == null) {
        shared = new LimitLog(NanoTime::now);
        server.addBean(shared);
      }
      return shared;
    }
  }

  /**
   * Reports a client that went over a limit.
   *
   * @param client the address of the peer; what is no internet address is named as it is
   * @param happened what it did and what became of it, e.g. {@code no complete request head after
   *     30 s, connection closed}
   * @param limit the setting that allows more or less of it
   */
  public void exceeded(SocketAddress client, String happened, String limit) {
    String name = name(client);
    line(new Key(name, happened, limit))
        .ifPresent(
            unsaid -> {
              String more = unsaid == 0 ? "" : ", and " + unsaid + " times more before";
              LOG.warn("{}: {} ({}){}", name, happened, limit, more);
            });
  }

  /** Returns how many times went unsaid, or nothing when this is not the time for a line. */
  private Optional<Integer> line(Key key) {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      Said last = said.get(key);
      if (last != null && now - last.at < MINUTE) {
        last.unsaid++;
        return Optional.empty();
      }
      if (now - minuteBegan >= MINUTE) {
        minuteBegan = now;
        lines = 0;
      }
      if (lines == LINES_A_MINUTE) {
        return Optional.empty();
      }
      lines++;
      said.put(key, new Said(now));
      return Optional.of(last == null ? 0 : last.unsaid);
    } finally {
      lock.unlock();
    }
  }

  private static String name(SocketAddress client) {
    if (client instanceof UnixDomainSocketAddress) {
      return "unix socket";
    }
    return client instanceof InetSocketAddress internet && internet.getAddress() != null
        ? IpAddress.print(internet.getAddress())
        : client.toString();
  }
}
