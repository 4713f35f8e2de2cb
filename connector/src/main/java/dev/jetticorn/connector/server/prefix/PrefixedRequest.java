package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import org.eclipse.jetty.ee11.servlet.ServletApiRequest;
import org.eclipse.jetty.ee11.servlet.ServletChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.ee11.servlet.ServletHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.pathmap.MatchedResource;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request whose path and context path begin with the prefix that a proxy took off.
 *
 * <p>Both do, for Jetty's own servlets and handlers as well: what comes after the context path is
 * then the same as without a proxy, by which servlets and security constraints are found.
 */
final class PrefixedRequest extends ServletContextRequest {
  private final PrefixedContext context;

  PrefixedRequest(
      ServletChannel channel,
      Request request,
      Response response,
      String decodedPathInContext,
      MatchedResource<ServletHandler.MappedServlet> servlet) {
    super(
        channel.getContext().getServletContext(),
        channel,
        FullPath.of(request),
        PrefixedResponse.of(request, response, channel.getServletContextHandler()),
        decodedPathInContext,
        servlet,
        channel.getServletContextHandler().getSessionHandler());
    this.context =
        new PrefixedContext(channel.getServletContextHandler(), ForwardedPrefix.of(request));
  }

  /** Sends the client of a request for {@code /shop} to {@code /app/shop/}. */
  static void moved(Request request, Response response, Callback callback, String path) {
    String query = request.getHttpURI().getQuery();
    response.setStatus(HttpStatus.MOVED_PERMANENTLY_301);
    response.getHeaders().put(HttpHeader.LOCATION, query == null ? path : path + "?" + query);
    callback.succeeded();
  }

  @Override
  public Context getContext() {
    return context;
  }

  @Override
  protected ServletApiRequest newServletApiRequest() {
    ServletApiRequest plain = super.newServletApiRequest();
    // The other kinds are for paths that the server refuses, and for others' applications.
    return plain.getClass() == ServletApiRequest.class ? new BelowPrefix(this) : plain;
  }

  private static final class BelowPrefix extends ServletApiRequest {
    BelowPrefix(ServletContextRequest request) {
      super(request);
    }

    @Override
    public String getContextPath() {
      return ForwardedPrefix.of(getRequest()) + super.getContextPath();
    }
  }

  private static final class FullPath extends Request.Wrapper {
    private final HttpURI uri;

    private FullPath(Request request) {
      super(request);
      HttpURI received = request.getHttpURI();
      this.uri =
          HttpURI.build(received)
              .path(ForwardedPrefix.of(request) + received.getPath())
              .asImmutable();
    }

    /** Jetty wraps a request again that it serves as one for another path. */
    static Request of(Request request) {
      return Request.as(request, FullPath.class) == null ? new FullPath(request) : request;
    }

    @Override
    public HttpURI getHttpURI() {
      return uri;
    }
  }
}
