package dev.jetticorn.connector.server.webapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.eclipse.jetty.session.AbstractSessionDataStore;
import org.eclipse.jetty.session.DefaultSessionCache;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of one deployment in memory, and gives them to the one that replaces it.
 *
 * <p>Until then nothing is stored: the sessions are the objects in the cache.
 */
final class MemorySessions extends AbstractSessionDataStore {
  private final SessionShelf shelf;
  private final ConcurrentMap<String, ManagedSession> sessions = new ConcurrentHashMap<>();
  private final Set<String> moved = ConcurrentHashMap.newKeySet();
  private volatile boolean replaced;

  private MemorySessions(SessionShelf shelf) {
    this.shelf = shelf;
  }

  /** Makes these the sessions of a context that is not yet started. */
  static MemorySessions of(SessionManager manager, SessionShelf shelf) {
    MemorySessions store = new MemorySessions(shelf);
    DefaultSessionCache cache = store.new Cache(manager);
    cache.setSessionDataStore(store);
    manager.setSessionCache(cache);
    return store;
  }

  /** From now on each session is another deployment's, as soon as it asks for it. */
  void replace() {
    replaced = true;
    shelf.addDraining(this);
  }

  /** Called when the deployment has stopped. */
  void forget() {
    shelf.removeDraining(this);
  }

  boolean has(String id) {
    return !moved.contains(id) && sessions.containsKey(id);
  }

  /** Gives a session away, if it is here. */
  Optional<StoredSession> give(String id) {
    List<StoredSession> taken = new ArrayList<>();
    move(id, taken::add);
    return taken.stream().findFirst();
  }

  private void move(String id, Consumer<StoredSession> to) {
    ManagedSession session = sessions.get(id);
    if (session == null) {
      return;
    }
    // Until it has arrived: who asks for it meanwhile must not find it in neither place.
    AutoLock lock = session.lock();
    try {
      if (session.isValid() && moved.add(id)) {
        _context.run(
            () -> {
              session.onSessionPassivation();
              to.accept(StoredSession.of(session.getSessionData()));
            });
      }
    } finally {
      lock.close();
    }
  }

  private final class Cache extends DefaultSessionCache {
    Cache(SessionManager manager) {
      super(manager, sessions);
    }

    @Override
    public ManagedSession newSession(SessionData data) {
      ManagedSession session = super.newSession(data);
      if (data.getLastSaved() > 0) {
        // It comes from another deployment (Servlet 6.1, section 7.7.2).
        session.setResident(true);
        session.onSessionActivation();
      }
      return session;
    }

    @Override
    public void shutdown() {
      if (replaced) {
        sessions.keySet().forEach(id -> move(id, shelf::put));
      }
      super.shutdown();
    }
  }

  /** Called after requests: the session is in the cache, and stays there. */
  @Override
  public void doStore(String id, SessionData data, long lastSaved) {}

  @Override
  public @Nullable SessionData doLoad(String id) {
    return shelf.take(id).map(StoredSession::restore).orElse(null);
  }

  @Override
  public boolean doExists(String id) {
    return shelf.has(id);
  }

  @Override
  public boolean delete(String id) {
    return shelf.remove(id);
  }

  @Override
  public Set<String> doCheckExpired(Set<String> candidates, long time) {
    return candidates;
  }

  @Override
  public Set<String> doGetExpired(long before) {
    return shelf.expired(before);
  }

  @Override
  public void doCleanOrphans(long before) {}

  @Override
  public boolean isPassivating() {
    return false;
  }
}
