package dev.jetticorn.connector.server.session;

import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stores the session before the response begins, and again before its last byte.
 *
 * <p>So a client that has seen a response finds what that request did, whichever server it asks
 * next; Jetty stores a part of it after the last byte. When it cannot be stored, the client does
 * not see a whole response.
 */
final class SavingResponse extends Response.Wrapper {
  private final StoredSessionHandler sessions;

  SavingResponse(Request request, Response response, StoredSessionHandler sessions) {
    super(request, response);
    this.sessions = sessions;
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (last || !isCommitted()) {
      try {
        sessions.save(getRequest());
      } catch (RuntimeException e) {
        callback.failed(e);
        return;
      }
    }
    super.write(last, content, callback);
  }
}
