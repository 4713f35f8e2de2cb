package dev.jetticorn.connector.server.session;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * The sessions of all web applications of a server, by context path and id.
 *
 * <p>Each method is atomic, also against other processes where they share the store, and raises
 * {@link StoreUnavailableException} when the store cannot be used.
 */
interface SessionRecords extends LifeCycle {

  /** Returns a session, and notes that it was asked for unless it has expired by then. */
  Optional<SessionRecord> load(String context, String id, long now);

  /** Stores a new session. */
  void insert(String context, SessionRecord session);

  /** Changes a session, unless it is gone. */
  void change(String context, String id, SessionChange change);

  /** Gives a session another id. */
  void rename(String context, String id, String newId);

  /** Returns whether there was such a session. */
  boolean delete(String context, String id);

  /** Deletes some sessions that have expired and returns them: each to one caller alone. */
  List<SessionRecord> takeExpired(String context, long now);
}
