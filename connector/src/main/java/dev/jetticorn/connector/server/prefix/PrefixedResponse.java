package dev.jetticorn.connector.server.prefix;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import java.util.Iterator;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpCookieUtils.SetCookieHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A response whose session cookie has the path by which the client comes. */
final class PrefixedResponse extends Response.Wrapper {
  private final HttpFields.Mutable fields;

  private PrefixedResponse(Request request, Response response, ServletContextHandler context) {
    super(request, response);
    this.fields = new Fields(request, response.getHeaders(), context);
  }

  static Response of(Request request, Response response, ServletContextHandler context) {
    return Response.as(response, PrefixedResponse.class) == null
        ? new PrefixedResponse(request, response, context)
        : response;
  }

  @Override
  public HttpFields.Mutable getHeaders() {
    return fields;
  }

  private static final class Fields extends HttpFields.Mutable.Wrapper {
    private final Request request;
    private final HttpFields.Mutable fields;
    private final ServletContextHandler context;

    Fields(Request request, HttpFields.Mutable fields, ServletContextHandler context) {
      super(fields);
      this.request = request;
      this.fields = fields;
      this.context = context;
    }

    @Override
    public HttpField onAddField(HttpField field) {
      if (!isSessionCookie(field)) {
        return field;
      }
      // Jetty replaces the cookie of an earlier session, which it looks for by the shorter path.
      for (Iterator<HttpField> each = fields.iterator(); each.hasNext(); ) {
        if (isSessionCookie(each.next())) {
          each.remove();
        }
      }
      HttpCookie cookie = ((SetCookieHttpField) field).getHttpCookie();
      return new SetCookieHttpField(
          HttpCookie.build(cookie).path(prefixed(cookie.getPath())).build(),
          request.getConnectionMetaData().getHttpConfiguration().getResponseCookieCompliance());
    }

    private boolean isSessionCookie(HttpField field) {
      return field instanceof SetCookieHttpField cookie
          && cookie
              .getHttpCookie()
              .getName()
              .equals(context.getSessionHandler().getSessionCookie());
    }

    private String prefixed(String path) {
      String prefix = ForwardedPrefix.of(request);
      return path.equals("/") ? prefix : prefix + path;
    }
  }
}
