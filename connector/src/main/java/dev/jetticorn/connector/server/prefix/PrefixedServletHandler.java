package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.jspecify.annotations.Nullable;

/**
 * Tells the target of a forward, an include, an error or an asynchronous dispatch the context path
 * with the prefix: Jetty's wrappers for these say that of the context.
 */
final class PrefixedServletHandler extends ServletHandler {
  @Override
  protected @Nullable FilterChain getFilterChain(
      HttpServletRequest request, @Nullable String pathInContext, ServletHolder servlet) {
    FilterChain filters = super.getFilterChain(request, pathInContext, servlet);
    if (request instanceof ServletApiRequest) {
      return filters;
    }
    String prefix = ForwardedPrefix.of(ServletContextRequest.getServletContextRequest(request));
    if (prefix.isEmpty()) {
      return filters;
    }
    String contextPath = prefix + getServletContextHandler().getRequestContextPath();
    return (dispatched, response) -> {
      HttpServletRequest told = new Dispatched((HttpServletRequest) dispatched, contextPath);
      if (filters == null) {
        servlet.handle(told, response);
      } else {
        filters.doFilter(told, response);
      }
    };
  }

  private static final class Dispatched extends HttpServletRequestWrapper {
    private final String contextPath;

    Dispatched(HttpServletRequest request, String contextPath) {
      super(request);
      this.contextPath = contextPath;
    }

    @Override
    public String getContextPath() {
      return contextPath;
    }

    @Override
    public @Nullable Object getAttribute(String name) {
      Object value = super.getAttribute(name);
      return RequestDispatcher.INCLUDE_CONTEXT_PATH.equals(name) && value != null
          ? contextPath
          : value;
    }
  }
}
