package dev.jetticorn.connector.server.session;

import java.util.List;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.NullSessionCache;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.session.SessionManager;
import org.jspecify.annotations.Nullable;

/** Keeps no session: what is kept would be old as soon as another server has changed it. */
final class StoredSessionCache extends NullSessionCache {
  private final SessionManager manager;
  private final SessionRecords records;
  private final String context;
  private final StoredSessions sessions;

  StoredSessionCache(
      SessionManager manager, SessionRecords records, String context, AttributeBytes bytes) {
    super(manager);
    this.manager = manager;
    this.records = records;
    this.context = context;
    this.sessions = new StoredSessions(records, context, bytes);
    setSessionDataStore(sessions);
    // SavingResponse does it, and does not send the response when it fails.
    setFlushOnResponseCommit(false);
  }

  @Override
  public ManagedSession newSession(SessionData data) {
    return new StoredSession(manager, (StoredSessionData) data, records, context);
  }

  /** Returns the session under its new id, for listeners. */
  @Override
  public @Nullable ManagedSession renewSessionId(
      String oldId, String newId, String oldExtendedId, String newExtendedId) throws Exception {
    records.rename(context, oldId, newId);
    ManagedSession session = get(newId);
    if (session != null) {
      session.setExtendedId(newExtendedId);
    }
    return session;
  }

  /** Deletes some sessions that have expired and returns them, for listeners. */
  List<ManagedSession> takeExpired() {
    List<ManagedSession> expired = sessions.takeExpired().stream().map(this::newSession).toList();
    expired.forEach(session -> session.setResident(true));
    return expired;
  }
}
