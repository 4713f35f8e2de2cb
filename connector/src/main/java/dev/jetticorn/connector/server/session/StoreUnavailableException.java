package dev.jetticorn.connector.server.session;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;

/**
 * The sessions cannot be read or written now; the request that needs one is answered 503.
 *
 * <p>Without the cause, because error pages show causes, and drivers name users.
 */
final class StoreUnavailableException extends HttpException.RuntimeException {
  private static final long serialVersionUID = 1L;

  StoreUnavailableException() {
    super(HttpStatus.SERVICE_UNAVAILABLE_503, "sessions are not available");
  }
}
