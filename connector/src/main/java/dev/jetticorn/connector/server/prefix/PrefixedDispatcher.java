package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.ee11.servlet.Dispatcher;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.util.URIUtil;

/** A dispatcher that tells its target the path with the prefix of the request. */
final class PrefixedDispatcher extends Dispatcher {
  private final ServletContextHandler context;
  private final HttpURI uri;
  private final String decodedPathInContext;

  private PrefixedDispatcher(
      ServletContextHandler context, HttpURI uri, String decodedPathInContext) {
    super(context, uri, decodedPathInContext);
    this.context = context;
    this.uri = uri;
    this.decodedPathInContext = decodedPathInContext;
  }

  /**
   * Returns a dispatcher.
   *
   * @param path below the context, encoded, for example {@code /page?a=b}
   */
  static Dispatcher to(ServletContextHandler context, String path) {
    HttpURI below = HttpURI.from(path);
    return new PrefixedDispatcher(
        context,
        withPrefix(context.getRequestContextPath(), below),
        URIUtil.decodePath(below.getCanonicalPath()));
  }

  static HttpURI withPrefix(String prefix, HttpURI uri) {
    return HttpURI.build(uri).path(prefix + uri.getPath()).asImmutable();
  }

  @Override
  public void forward(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    Optional<Dispatcher> prefixed = prefixed(request);
    if (prefixed.isPresent()) {
      prefixed.get().forward(request, response);
    } else {
      super.forward(request, response);
    }
  }

  @Override
  public void include(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    Optional<Dispatcher> prefixed = prefixed(request);
    if (prefixed.isPresent()) {
      prefixed.get().include(request, response);
    } else {
      super.include(request, response);
    }
  }

  @Override
  public void error(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    Optional<Dispatcher> prefixed = prefixed(request);
    if (prefixed.isPresent()) {
      prefixed.get().error(request, response);
    } else {
      super.error(request, response);
    }
  }

  private Optional<Dispatcher> prefixed(ServletRequest request) {
    String prefix = ForwardedPrefix.of(ServletContextRequest.getServletContextRequest(request));
    return prefix.isEmpty()
        ? Optional.empty()
        : Optional.of(new Dispatcher(context, withPrefix(prefix, uri), decodedPathInContext));
  }
}
