package dev.jetticorn.connector.server.limit;

import static dev.jetticorn.connector.settings.WorkerSettings.MAX_CONNECTION_AGE;
import static dev.jetticorn.connector.settings.WorkerSettings.MAX_CONNECTION_REQUESTS;

import dev.jetticorn.connector.settings.model.Settings;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a connection lives that is never idle.
 *
 * @param maxRequests how many requests it serves, or 0 for any number
 * @param maxAge how old it becomes, or zero for any age
 */
public record ConnectionLifetime(int maxRequests, Duration maxAge) {
  /** As long as its client likes. */
  public static final ConnectionLifetime UNLIMITED = new ConnectionLifetime(0, Duration.ZERO);

  /** What the settings say. */
  public static ConnectionLifetime of(Settings settings) {
    return new ConnectionLifetime(
        settings.get(MAX_CONNECTION_REQUESTS), settings.get(MAX_CONNECTION_AGE));
  }

  /**
   * The lifetime of one connection, which is up to a tenth shorter, at random: clients that came
   * together, after a restart perhaps, do not all come back together.
   */
  public ConnectionLifetime ofOne() {
    return new ConnectionLifetime(
        (int) jittered(maxRequests), Duration.ofMillis(jittered(maxAge.toMillis())));
  }

  private static long jittered(long most) {
    return most - ThreadLocalRandom.current().nextLong(most / 10 + 1);
  }
}
