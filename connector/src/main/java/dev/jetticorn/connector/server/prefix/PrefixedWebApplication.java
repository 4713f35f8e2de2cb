package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextRequest;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The context of a WAR, which requests see below the prefix that a proxy took off their path. */
public final class PrefixedWebApplication extends WebAppContext implements PrefixedHandler {

  @Override
  public ServletContextApi newServletContextApi() {
    return new WebAppContext.ServletApiContext() {
      @Override
      public @Nullable RequestDispatcher getRequestDispatcher(@Nullable String path) {
        RequestDispatcher plain = super.getRequestDispatcher(path);
        return plain == null || path == null
            ? null
            : PrefixedDispatcher.to(PrefixedWebApplication.this, path);
      }
    };
  }

  @Override
  protected ServletHandler newServletHandler() {
    return new PrefixedServletHandler();
  }

  @Override
  protected ContextRequest wrapRequest(Request request, Response response) {
    if (!ForwardedPrefix.of(request).isEmpty()) {
      PrefixedChannel.prepare(this, this, request);
    }
    return super.wrapRequest(request, response);
  }

  @Override
  protected ServletContextRequest newServletContextRequest(
      ServletChannel channel,
      Request request,
      Response response,
      String decodedPathInContext,
      MatchedResource<ServletHandler.MappedServlet> servlet) {
    return ForwardedPrefix.of(request).isEmpty()
        ? super.newServletContextRequest(channel, request, response, decodedPathInContext, servlet)
        : new PrefixedRequest(channel, request, response, decodedPathInContext, servlet);
  }

  @Override
  protected void handleMovedPermanently(Request request, Response response, Callback callback) {
    String prefix = ForwardedPrefix.of(request);
    if (prefix.isEmpty()) {
      super.handleMovedPermanently(request, response, callback);
    } else {
      PrefixedRequest.moved(request, response, callback, prefix + getRequestContextPath() + "/");
    }
  }

  @Override
  public void requestInitialized(Request request, HttpServletRequest servletRequest) {
    super.requestInitialized(request, servletRequest);
  }

  @Override
  public void requestDestroyed(Request request, HttpServletRequest servletRequest) {
    super.requestDestroyed(request, servletRequest);
  }
}
