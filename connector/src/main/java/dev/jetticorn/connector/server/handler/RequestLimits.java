package dev.jetticorn.connector.server.handler;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests whose head is too large, before the application sees them: 414 for the request
 * line, 431 for the header fields.
 *
 * <p>On HTTP/1.1 most of them do not come as far as this, because the connection stops reading; on
 * HTTP/2 this refuses a stream and the connection lives on.
 */
public final class RequestLimits extends Handler.Wrapper {
  private final HeadLimits limits;

  /** Makes a handler that lets requests within the limits through; what it wraps is set later. */
  public RequestLimits(HeadLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!limits.allowLine(request.getMethod(), target(request), version(request))) {
      PlainAnswer.write(response, HttpStatus.URI_TOO_LONG_414, callback);
      return true;
    }
    if (!fit(request.getHeaders())) {
      PlainAnswer.write(response, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }

  private boolean fit(HttpFields fields) {
    if (!limits.allowFields(fields.size())) {
      return false;
    }
    for (HttpField field : fields) {
      if (!limits.allowField(field)) {
        return false;
      }
    }
    return true;
  }

  private static String target(Request request) {
    HttpURI uri = request.getHttpURI();
    // CONNECT has an authority and no path.
    String pathAndQuery = uri.getPathQuery();
    return pathAndQuery == null ? uri.asString() : pathAndQuery;
  }

  private static String version(Request request) {
    return request.getConnectionMetaData().getHttpVersion().asString();
  }
}
