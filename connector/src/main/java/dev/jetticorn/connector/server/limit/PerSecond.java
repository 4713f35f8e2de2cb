package dev.jetticorn.connector.server.limit;

/** Counts what comes in a second, which begins with the first that comes. */
public final class PerSecond {
  private static final long SECOND = 1_000_000_000;

  private long began;
  private int count;

  /**
   * Counts more, and returns how many there are.
   *
   * @param now in nanoseconds, as the system's clock counts them
   */
  public synchronized int add(int more, long now) {
    if (count == 0 || now - began >= SECOND) {
      began = now;
      count = 0;
    }
    count += more;
    return count;
  }
}
