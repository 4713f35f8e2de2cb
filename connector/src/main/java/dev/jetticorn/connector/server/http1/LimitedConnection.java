package dev.jetticorn.connector.server.http1;

import dev.jetticorn.connector.server.handler.HeadLimits;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;

/**
 * Counts the header fields of a request as they come.
 *
 * <p>Jetty's parser only counts bytes. With gunicorn's limits a head may have 800 KB, which is room
 * for 200,000 fields of four bytes, and 15 MB of objects to hold them: too much to let each
 * connection have before anybody looks.
 */
final class LimitedConnection extends HttpConnection {
  private final HeadLimits limits;

  LimitedConnection(
      HttpConfiguration http, Connector connector, EndPoint endPoint, HeadLimits limits) {
    super(http, connector, endPoint);
    this.limits = limits;
  }

  /** Called while the superclass is constructed. */
  @Override
  protected RequestHandler newRequestHandler() {
    return new LimitedHead();
  }

  private final class LimitedHead extends RequestHandler {
    private int fields;

    @Override
    public void startRequest(String method, String target, HttpVersion version) {
      if (!limits.allowLine(method, target, version.asString())) {
        throw new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414);
      }
      fields = 0;
      super.startRequest(method, target, version);
    }

    /** Jetty says "426 Upgrade Required" to who has upgraded too far. */
    @Override
    public boolean headerComplete() {
      try {
        return super.headerComplete();
      } catch (HttpException.RuntimeException e) {
        if (e.getCode() == HttpStatus.UPGRADE_REQUIRED_426) {
          throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, e);
        }
        throw e;
      }
    }

    @Override
    public void parsedHeader(HttpField field) {
      check(field);
      super.parsedHeader(field);
    }

    @Override
    public void parsedTrailer(HttpField field) {
      check(field);
      super.parsedTrailer(field);
    }

    private void check(HttpField field) {
      fields++;
      if (!limits.allowFields(fields) || !limits.allowField(field)) {
        throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
      }
    }
  }
}
