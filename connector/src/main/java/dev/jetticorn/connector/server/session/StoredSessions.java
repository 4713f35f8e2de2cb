package dev.jetticorn.connector.server.session;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.session.SessionContext;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionDataStore;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.jspecify.annotations.Nullable;

/** The stored sessions of one web application, as Jetty asks for them. */
final class StoredSessions extends AbstractLifeCycle implements SessionDataStore {
  /** Longer than what Jetty makes; what is not of that kind comes from a client. */
  private static final int LONGEST_ID = 100;

  private final SessionRecords records;
  private final String context;
  private final AttributeBytes bytes;

  StoredSessions(SessionRecords records, String context, AttributeBytes bytes) {
    this.records = records;
    this.context = context;
    this.bytes = bytes;
  }

  @Override
  public void initialize(SessionContext unused) {}

  @Override
  public @Nullable SessionData load(String id) {
    return isId(id)
        ? records.load(context, id, System.currentTimeMillis()).map(this::loaded).orElse(null)
        : null;
  }

  @Override
  public void store(String id, SessionData data) {
    ((StoredSessionData) data).save(records, context);
  }

  @Override
  public boolean delete(String id) {
    return isId(id) && records.delete(context, id);
  }

  @Override
  public SessionData newSessionData(
      String id, long created, long accessed, long lastAccessed, long maxInactiveMs) {
    return StoredSessionData.fresh(
        new SessionRecord(id, created, accessed, maxInactiveMs, Map.of()), context, bytes);
  }

  /** Deletes some sessions that have expired and returns them. */
  List<StoredSessionData> takeExpired() {
    return records.takeExpired(context, System.currentTimeMillis()).stream()
        .map(this::loaded)
        .toList();
  }

  /** None: {@link StoredSessionHandler#scavenge()} looks for them. */
  @Override
  public Set<String> getExpired(Set<String> candidates) {
    return Set.of();
  }

  @Override
  public boolean isPassivating() {
    return false;
  }

  /** No: Jetty asks whether it may give a new session the id that a client has brought. */
  @Override
  public boolean exists(String id) {
    return false;
  }

  private StoredSessionData loaded(SessionRecord session) {
    return StoredSessionData.loaded(session, context, bytes);
  }

  private static boolean isId(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().allMatch(c -> c < 0x80 && Character.isLetterOrDigit(c));
  }
}
