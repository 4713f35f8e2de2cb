package dev.jetticorn.connector.server.http1;

import dev.jetticorn.connector.request.TrailerNames;
import dev.jetticorn.connector.server.handler.HeadLimits;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import java.time.Duration;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients to the rules of HTTP/1.1, and counts the header fields of a request as they come.
 *
 * <p>What is refused here ends the connection: nothing after it can be another request.
 *
 * <p>Jetty's parser only counts bytes. With gunicorn's limits a head may have 800 KB, which is room
 * for 200,000 fields of four bytes, and 15 MB of objects to hold them: too much to let each
 * connection have before anybody looks.
 */
final class Http1Connection extends HttpConnection {
  private final HeadLimits limits;
  private final MethodRules methods;
  private final HeadDeadline deadline;
  private final ConnectionLifetime lifetime;
  private final long began = NanoTime.now();

  Http1Connection(
      HttpConfiguration http,
      Connector connector,
      EndPoint endPoint,
      HeadLimits limits,
      MethodRules methods,
      Duration headerTimeout,
      ConnectionLifetime lifetime) {
    super(http, connector, endPoint);
    this.limits = limits;
    this.methods = methods;
    this.lifetime = lifetime;
    this.deadline = new HeadDeadline(connector, endPoint, getParser(), headerTimeout);
  }

  @Override
  public void onOpen() {
    deadline.connected();
    super.onOpen();
  }

  @Override
  public void onFillable() {
    super.onFillable();
    deadline.parsed();
  }

  @Override
  public void onClose(@Nullable Throwable cause) {
    deadline.met();
    super.onClose(cause);
  }

  private boolean hasServedItsTime() {
    return (lifetime.maxRequests() > 0 && getMessagesIn() >= lifetime.maxRequests())
        || (!lifetime.maxAge().isZero()
            && NanoTime.millisSince(began) >= lifetime.maxAge().toMillis());
  }

  /** Called while the superclass is constructed. */
  @Override
  protected RequestHandler newRequestHandler() {
    return new StrictHead();
  }

  private final class StrictHead extends RequestHandler {
    private int fields;
    private HttpVersion version = HttpVersion.HTTP_1_1;

    @Override
    public void startRequest(String given, String target, HttpVersion version) {
      String method = methods.folded(given);
      if (!limits.allowLine(method, target, version.asString())) {
        throw new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414);
      }
      if (!methods.allow(method) || !RequestTarget.isValid(method, target)) {
        throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Request line");
      }
      fields = 0;
      this.version = version;
      super.startRequest(method, target, version);
    }

    /** Jetty says "426 Upgrade Required" to who has upgraded too far. */
    @Override
    public boolean headerComplete() {
      deadline.met();
      try {
        boolean complete = super.headerComplete();
        if (hasServedItsTime()) {
          getGenerator().setPersistent(false);
        }
        return complete;
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
      if (field.getHeader() == HttpHeader.TRANSFER_ENCODING) {
        TransferCodings.check(version, field.getValue());
      }
      super.parsedHeader(field);
    }

    @Override
    public void parsedTrailer(HttpField field) {
      check(field);
      if (!TrailerNames.allow(field.getName())) {
        throw new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Trailer field");
      }
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
