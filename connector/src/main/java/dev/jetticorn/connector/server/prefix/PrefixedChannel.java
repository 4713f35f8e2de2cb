package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.Objects;
import org.eclipse.jetty.ee11.servlet.AsyncContextEvent;
import org.eclipse.jetty.ee11.servlet.Dispatcher;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Attributes;
import org.eclipse.jetty.util.URIUtil;

/**
 * Dispatches asynchronous requests by their path below the prefix, where Jetty cuts the length of
 * the context path off the whole.
 */
final class PrefixedChannel extends ServletChannel {
  private final PrefixedHandler listeners;

  private PrefixedChannel(
      ServletContextHandler context, PrefixedHandler listeners, Request request) {
    super(context, request);
    this.listeners = listeners;
  }

  /** Puts one where Jetty looks for the channel of the last request of the connection. */
  static void prepare(ServletContextHandler context, PrefixedHandler listeners, Request request) {
    Attributes cache = request.getComponents().getCache();
    String name = ServletChannel.class.getName();
    boolean there =
        cache.getAttribute(name) instanceof PrefixedChannel channel
            && channel.getServletContextHandler() == context
            && !channel.isAborted();
    if (!there) {
      cache.setAttribute(name, new PrefixedChannel(context, listeners, request));
    }
  }

  @Override
  public void dispatchAsync() throws Exception {
    AsyncContextEvent event = getServletRequestState().getAsyncContextEvent();
    ServletContextRequest request = getServletContextRequest();
    if (ForwardedPrefix.of(request).isEmpty() || event.getDispatchContext() != null) {
      super.dispatchAsync();
      return;
    }
    ServletApiRequest servletRequest = request.getServletApiRequest();
    try {
      listeners.requestInitialized(request, servletRequest);
      dispatch(request, event);
    } finally {
      listeners.requestDestroyed(request, servletRequest);
    }
  }

  private void dispatch(ServletContextRequest request, AsyncContextEvent event)
      throws ServletException, IOException {
    String contextPath = request.getContext().getContextPath();
    HttpURI uri = target(request, event);
    String path = Context.getPathInContext(contextPath, uri.getCanonicalPath());
    if (path == null) {
      throw new IllegalStateException(uri + " is not below " + contextPath);
    }
    new Dispatcher(getServletContextHandler(), uri, URIUtil.decodePath(path))
        .async(event.getSuppliedRequest(), event.getSuppliedResponse());
  }

  private static HttpURI target(ServletContextRequest request, AsyncContextEvent event) {
    if (event.getDispatchPath() != null) {
      return PrefixedDispatcher.withPrefix(
          request.getServletApiRequest().getContextPath(), HttpURI.from(event.getDispatchPath()));
    }
    return Objects.requireNonNullElse(event.getBaseURI(), request.getHttpURI());
  }
}
