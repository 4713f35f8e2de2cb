package dev.jetticorn.connector.server.listener;

import java.nio.channels.SelectableChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many connections be open over all listeners. Idle ones make room for further clients;
 * where none is idle, these wait, as in gunicorn.
 *
 * <p>The thread that accepts a connection too many stays here with it until another one closes, and
 * the rest wait in the backlog. Jetty's {@code NetworkConnectionLimit} tells the listeners to
 * accept no more, but each listener but one is in the middle of accepting then, and closes what it
 * gets.
 *
 * <p>Listeners must have threads of their own for accepting, as they do unless told otherwise.
 */
public final class ConnectionLimit implements SelectorManager.AcceptListener {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);

  /** How often is looked whether a connection has become idle. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private static final class Places extends Semaphore {
    private static final long serialVersionUID = 1L;

    Places(int count) {
      super(count, true);
    }

    void add(int more) {
      if (more > 0) {
        release(more);
      } else {
        reducePermits(-more);
      }
    }
  }

  private final IdleConnections idle;
  private final Places places;

  // Changed by one reload at a time, and read by the acceptors.
  private volatile int limit;

  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean full = new AtomicBoolean();

  /**
   * A limit for the connections of all listeners to which this is added.
   *
   * @param idle those that may be closed when there are too many
   */
  public ConnectionLimit(int limit, IdleConnections idle) {
    this.limit = limit;
    this.idle = idle;
    this.places = new Places(limit);
  }

  /** Lets so many connections be open from now on. Those that are open stay. */
  public void setLimit(int connections) {
    places.add(connections - limit);
    limit = connections;
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    try {
      if (!places.tryAcquire()) {
        if (full.compareAndSet(false, true)) {
          LOG.warn(
              "{} connections are open (worker_connections): idle ones are closed, and where there"
                  + " are none further clients wait",
              limit);
        }
        do {
          // Some more at a time where there are very many: to find them takes a look at all.
          idle.close(1 + limit / 50);
        } while (!places.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS));
      }
      open.add(channel);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      IO.close(channel);
    }
  }

  @Override
  public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
    onClosed(channel);
  }

  @Override
  public void onClosed(SelectableChannel channel) {
    if (open.remove(channel)) {
      places.release();
      // Not at each connection around the limit: a busy server would say nothing else.
      if (places.availablePermits() > limit / 10) {
        full.set(false);
      }
    }
  }
}
