package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.request.PrioritizedStream;
import java.util.Optional;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.HTTP2Stream;
import org.jspecify.annotations.Nullable;

/** An HTTP/2 stream that carries its priority. */
final class Http2Stream extends HTTP2Stream implements PrioritizedStream {
  // Written by the thread that parses the connection, read by those that serve the request.
  private volatile StreamPriority priority = StreamPriority.DEFAULT;
  private volatile @Nullable RequestUrgency updatedUrgency;

  Http2Stream(HTTP2Session session, int id, MetaData.Request request, boolean local) {
    super(session, id, request, local);
  }

  @Override
  public StreamPriority priority() {
    return priority;
  }

  @Override
  public Optional<RequestUrgency> updatedUrgency() {
    return Optional.ofNullable(updatedUrgency);
  }

  void priority(StreamPriority latest) {
    priority = latest;
  }

  void updatedUrgency(RequestUrgency latest) {
    updatedUrgency = latest;
  }
}
