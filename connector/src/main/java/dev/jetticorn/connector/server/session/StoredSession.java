package dev.jetticorn.connector.server.session;

import org.eclipse.jetty.ee11.servlet.SessionHandler.ServletSessionApi;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.session.SessionManager;
import org.eclipse.jetty.util.thread.AutoLock;
import org.jspecify.annotations.Nullable;

/** The session of one request. Another request for it at the same time has another one of these. */
final class StoredSession extends ManagedSession {
  private final SessionRecords records;
  private final String context;
  private final StoredSessionData data;

  StoredSession(
      SessionManager manager, StoredSessionData data, SessionRecords records, String context) {
    super(manager, data);
    this.data = data;
    this.records = records;
    this.context = context;
    data.announce(this.<ServletSessionApi>getApi());
  }

  /** Stores what the request has changed so far. */
  void save() {
    AutoLock lock = lock();
    try {
      if (isValid()) {
        data.save(records, context);
      }
    } finally {
      lock.close();
    }
  }

  @Override
  public void renewId(Request request, @Nullable Response response) {
    // What Jetty gives another id, and shows to listeners, is the session as it is stored.
    save();
    super.renewId(request, response);
  }

  @Override
  public boolean beginInvalidate() {
    // Before anybody hears of it: when the store cannot be used the session goes on.
    records.delete(context, getId());
    return super.beginInvalidate();
  }
}
