package dev.jetticorn.connector.server.prefix;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.server.Request;

/** What {@link PrefixedChannel} asks of its context, and Jetty keeps for subclasses. */
interface PrefixedHandler {
  /** Tells the listeners of the application that a request comes in. */
  void requestInitialized(Request request, HttpServletRequest servletRequest);

  /** Tells them that it goes out. */
  void requestDestroyed(Request request, HttpServletRequest servletRequest);
}
