package dev.jetticorn.connector.server.listener;

import java.nio.channels.SelectableChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.util.IO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets so many connections be open over all listeners; further clients wait, as in gunicorn.
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

  private final int limit;
  private final Semaphore places;
  private final Set<SelectableChannel> open = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean full = new AtomicBoolean();

  /** A limit for the connections of all listeners to which this is added. */
  public ConnectionLimit(int limit) {
    this.limit = limit;
    this.places = new Semaphore(limit, true);
  }

  @Override
  public void onAccepting(SelectableChannel channel) {
    try {
      if (!places.tryAcquire()) {
        if (full.compareAndSet(false, true)) {
          LOG.warn("{} connections are open (worker_connections): further clients wait", limit);
        }
        places.acquire();
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
