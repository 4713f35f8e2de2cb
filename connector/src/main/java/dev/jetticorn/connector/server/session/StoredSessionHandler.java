package dev.jetticorn.connector.server.session;

import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.session.ManagedSession;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives requests their sessions from the store of the server.
 *
 * <p>Jetty alone serves a request without its session when the store fails, and answers 200 when
 * what the request changed could not be stored. Here either is a 503.
 */
final class StoredSessionHandler extends SessionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSessionHandler.class);

  @Override
  public void doStart() throws Exception {
    Server server = getServer();
    String context =
        Objects.requireNonNull(ContextHandler.getCurrentContext(server)).getContextPath();
    // Jetty starts a context with its class loader.
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    setSessionCache(
        new StoredSessionCache(
            this,
            Objects.requireNonNull(server.getBean(SessionRecords.class)),
            context,
            AttributeBytes.with(loader)));
    super.doStart();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, new SavingResponse(request, response, this), callback);
  }

  /** Stores what the request has changed of its session so far. */
  void save(Request request) {
    if (getManagedSession(request) instanceof StoredSession session) {
      session.save();
    }
  }

  @Override
  public @Nullable ManagedSession getManagedSession(String extendedId) {
    String id = getSessionIdManager().getId(extendedId);
    ManagedSession session = load(id);
    if (session == null) {
      return null;
    }
    if (session.isExpiredAt(System.currentTimeMillis())) {
      session.invalidate();
      return null;
    }
    session.setExtendedId(getSessionIdManager().getExtendedId(id, null));
    if (!session.getExtendedId().equals(extendedId)) {
      session.onIdChanged();
    }
    return session;
  }

  private @Nullable ManagedSession load(String id) {
    try {
      return getSessionCache().get(id);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** What was changed after the response: too late to answer anything else. */
  @Override
  public void complete(@Nullable ManagedSession session) {
    if (session != null) {
      try {
        getSessionCache().release(session);
      } catch (Exception e) {
        LOG.debug("{} was not stored: the reason has been said where it was found", session, e);
      }
    }
  }

  @Override
  public void scavenge() {
    if (!isRunning()) {
      return;
    }
    List<ManagedSession> expired;
    do {
      try {
        expired = ((StoredSessionCache) getSessionCache()).takeExpired();
      } catch (StoreUnavailableException e) {
        // The store has said so itself.
        return;
      }
      expired.forEach(session -> getSessionContext().run(() -> end(session)));
    } while (!expired.isEmpty());
  }

  private void end(ManagedSession session) {
    if (session.beginInvalidate()) {
      onSessionDestroyed(session);
      session.finishInvalidate();
    }
  }
}
