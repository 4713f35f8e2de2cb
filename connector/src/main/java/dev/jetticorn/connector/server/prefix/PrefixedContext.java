package dev.jetticorn.connector.server.prefix;

import java.util.Set;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.util.Attributes;
import org.jspecify.annotations.Nullable;

/** A context as one request sees it, whose path begins with the prefix that a proxy took off. */
final class PrefixedContext extends ServletContextHandler.ServletScopedContext {
  private final Attributes attributes;
  private final String path;

  PrefixedContext(ServletContextHandler handler, String prefix) {
    handler.super();
    this.attributes = handler.getContext();
    // As Jetty compares it.
    String canonical = HttpURI.from(prefix).getCanonicalPath();
    this.path =
        canonical + (handler.getContextPath().length() == 1 ? "" : handler.getContextPath());
  }

  @Override
  public String getContextPath() {
    return path;
  }

  @Override
  public String getPathInContext(String canonicallyEncodedPath) {
    return Context.getPathInContext(path, canonicallyEncodedPath);
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.getAttribute(name);
  }

  @Override
  public @Nullable Object setAttribute(String name, @Nullable Object value) {
    return attributes.setAttribute(name, value);
  }

  @Override
  public @Nullable Object removeAttribute(String name) {
    return attributes.removeAttribute(name);
  }

  @Override
  public Set<String> getAttributeNameSet() {
    return attributes.getAttributeNameSet();
  }

  @Override
  public void clearAttributes() {
    attributes.clearAttributes();
  }
}
