package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.server.Request;

/** A request of HTTP/2 that keeps its stream, which Jetty forgets when it is closed. */
public final class StreamRequest extends Request.Wrapper {
  /** Empty if it had closed before the request was handled. */
  private final Optional<PrioritizedStream> stream;

  private StreamRequest(Request request, Optional<PrioritizedStream> stream) {
    super(request);
    this.stream = stream;
  }

  /** Keeps the stream of a request of HTTP/2: a customizer of Jetty. */
  public static Request of(Request request, HttpFields responseFields) {
    return new StreamRequest(request, stream(request));
  }

  /**
   * The stream of a request; empty on HTTP/1, on HTTP/2 if our factory did not make the connection,
   * and for a stream that has closed and was not kept.
   */
  public static Optional<PrioritizedStream> stream(Request request) {
    StreamRequest kept = Request.as(request, StreamRequest.class);
    if (kept != null) {
      return kept.stream;
    }
    return request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection
            && connection.getSession().getStream(Integer.parseInt(request.getId()))
                instanceof PrioritizedStream open
        ? Optional.of(open)
        : Optional.empty();
  }

  /** What the client said of the weight of its stream so far; nothing on HTTP/1. */
  public static Optional<StreamPriority> priority(Request request) {
    return stream(request).map(PrioritizedStream::priority);
  }

  /** How urgent the client said that the request is, so far. */
  public static RequestUrgency urgency(Request request) {
    return stream(request)
        .map(PrioritizedStream::urgency)
        .orElseGet(() -> PriorityField.of(request.getHeaders()));
  }

  /** Whether the client went away before its response had begun; false on HTTP/1. */
  public static boolean wasLeftUnanswered(Request request) {
    StreamRequest kept = Request.as(request, StreamRequest.class);
    return kept != null && kept.stream.map(PrioritizedStream::wasLeftUnanswered).orElse(true);
  }

  /** The number of the stream (RFC 9113, 5.1.1); nothing on HTTP/1. */
  public static Optional<String> streamId(Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
        ? Optional.of(request.getId())
        : Optional.empty();
  }
}
