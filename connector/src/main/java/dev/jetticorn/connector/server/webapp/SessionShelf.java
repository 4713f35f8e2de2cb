package dev.jetticorn.connector.server.webapp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Where the sessions of one application are between two of its deployments.
 *
 * <p>A session is moved when the new deployment is first asked for it, or when the old one stops,
 * whichever comes first.
 */
final class SessionShelf {
  private final Map<String, StoredSession> stored = new ConcurrentHashMap<>();
  private final List<MemorySessions> draining = new CopyOnWriteArrayList<>();

  void addDraining(MemorySessions sessions) {
    draining.add(sessions);
  }

  void removeDraining(MemorySessions sessions) {
    draining.remove(sessions);
  }

  void put(StoredSession session) {
    stored.put(session.id(), session);
  }

  boolean has(String id) {
    return stored.containsKey(id) || draining.stream().anyMatch(sessions -> sessions.has(id));
  }

  /** Takes a session away, for the deployment that has it from now on. */
  Optional<StoredSession> take(String id) {
    return fromShelf(id)
        .or(
            () ->
                draining.stream()
                    .map(sessions -> sessions.give(id))
                    .flatMap(Optional::stream)
                    .findFirst())
        // An old deployment that stopped meanwhile has put it here.
        .or(() -> fromShelf(id));
  }

  private Optional<StoredSession> fromShelf(String id) {
    return Optional.ofNullable(stored.remove(id));
  }

  boolean remove(String id) {
    return stored.remove(id) != null;
  }

  /** The sessions on the shelf that ended before a time, in milliseconds since 1970. */
  Set<String> expired(long before) {
    return stored.values().stream()
        .filter(session -> session.isExpiredAt(before))
        .map(StoredSession::id)
        .collect(Collectors.toSet());
  }
}
