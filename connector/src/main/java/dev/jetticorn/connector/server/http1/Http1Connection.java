package dev.jetticorn.connector.server.http1;

import dev.jetticorn.connector.server.handler.RefusedRequestLine;
import dev.jetticorn.connector.server.limit.ConnectionLifetime;
import java.time.Duration;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * Keeps clients to the rules of HTTP/1.1.
 *
 * <p>What is refused here ends the connection: nothing after it can be another request.
 */
final class Http1Connection extends HttpConnection {
  private final HeadRules rules;
  private final HeadDeadline deadline;
  private final ConnectionLifetime lifetime;
  private final long began = NanoTime.now();

  Http1Connection(
      HttpConfiguration http,
      Connector connector,
      EndPoint endPoint,
      HeadRules rules,
      Duration headerTimeout,
      ConnectionLifetime lifetime) {
    super(http, connector, endPoint);
    this.rules = rules;
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

  // The superclass calls these three while it is constructed.

  @Override
  protected RequestHandler newRequestHandler() {
    return new StrictHead();
  }

  @Override
  protected HttpParser newHttpParser(HttpCompliance compliance) {
    HttpParser jettys = super.newHttpParser(compliance);
    HttpParser parser =
        new Http1Parser(
            (HttpParser.RequestHandler) jettys.getHandler(),
            getHttpConfiguration().getRequestHeaderSize(),
            compliance,
            () -> rules);
    parser.setHeaderCacheSize(jettys.getHeaderCacheSize());
    parser.setHeaderCacheCaseSensitive(jettys.isHeaderCacheCaseSensitive());
    return parser;
  }

  @Override
  protected HttpGenerator newHttpGenerator() {
    return new InterimAwareGenerator();
  }

  private final class StrictHead extends RequestHandler {
    private boolean hasLine;

    @Override
    public void messageBegin() {
      hasLine = false;
      super.messageBegin();
    }

    @Override
    public void startRequest(String given, String target, HttpVersion version) {
      String method = rules.requestLine(given, target, version);
      super.startRequest(method, target, version);
      // Jetty takes the target apart there, and may find that it is none.
      hasLine = true;
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
      super.parsedHeader(rules.header(field));
    }

    @Override
    public void parsedTrailer(HttpField field) {
      rules.trailer(field);
      super.parsedTrailer(field);
    }

    /** Where there is no request Jetty makes one up; here it keeps what the client has said. */
    @Override
    public void badMessage(HttpException given) {
      HttpException failure = given;
      if (!hasLine) {
        if (given.getCode() == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
            && !rules.line().isWellFormed()) {
          failure = new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, "Request line");
        }
        HttpURI nowhere = HttpURI.from("/");
        super.startRequest("BAD", nowhere.toString(), HttpVersion.HTTP_1_0);
        var unused =
            getHttpChannel()
                .onRequest(
                    new MetaData.Request(
                        getParser().getBeginNanoTime(),
                        "BAD",
                        nowhere,
                        HttpVersion.HTTP_1_0,
                        HttpFields.EMPTY));
        new RefusedRequestLine(rules.line().text()).remember(getHttpChannel().getRequest());
      }
      super.badMessage(failure);
    }
  }
}
