package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.server.handler.PlainAnswer;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Lets a request of HTTP/2 be handled if its stream is still there, and tells the connection when
 * it has been. Answers 431 when the header list is larger than announced.
 */
public final class Http2RequestHandler extends Handler.Wrapper {
  /** Makes a handler; what it wraps is set later. */
  public Http2RequestHandler() {}

  /** Makes a handler around {@code next}. */
  public Http2RequestHandler(Handler next) {
    super(next);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2
        || !(request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection)
        || !(connection.getSession() instanceof Http2Session session)) {
      return super.handle(request, response, callback);
    }
    if (!(session.getStream(Integer.parseInt(request.getId())) instanceof Http2Stream stream)
        || !stream.handled().begin(stream)) {
      callback.failed(new EofException("the client has reset the stream"));
      return true;
    }
    Request.addCompletionListener(request, failure -> stream.handled().end(stream));
    if (stream.isOversized()) {
      PlainAnswer.write(response, HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431, callback);
      return true;
    }
    return super.handle(request, response, callback);
  }
}
