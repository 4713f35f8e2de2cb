package dev.jetticorn.connector.request;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A response with early hints and trailers, by our doors and by those of the Servlet API. */
final class AttributedResponse extends Response.Wrapper {
  private final AttributedRequest request;
  private final HintPolicy policy;
  private final SentFields sent;

  // Made under the lock of this object, read by any thread.
  private volatile @Nullable InterimResponses interim;
  private volatile @Nullable TrailerSection trailers;

  AttributedResponse(
      AttributedRequest request, Response wrapped, HintPolicy policy, SentFields sent) {
    super(request, wrapped);
    this.request = request;
    this.policy = policy;
    this.sent = sent;
  }

  InterimResponses interim() {
    InterimResponses made = interim;
    if (made == null) {
      synchronized (this) {
        made = interim;
        if (made == null) {
          made = new InterimResponses(request, getWrapped(), policy, sent);
          interim = made;
        }
      }
    }
    return made;
  }

  /** Whether the client understands trailers. */
  boolean offersTrailers() {
    HttpVersion version = version();
    return version.getVersion() >= HttpVersion.HTTP_2.getVersion()
        || (version == HttpVersion.HTTP_1_1
            && request.getHeaders().contains(HttpHeader.TE, "trailers"));
  }

  /** The trailers; from the first call on, an HTTP/1.1 response will be chunked. */
  TrailerSection trailers() {
    TrailerSection made = trailers;
    if (made == null) {
      synchronized (this) {
        made = trailers;
        if (made == null) {
          made = new TrailerSection(request, getWrapped(), sent);
          made.install();
          trailers = made;
        }
      }
    }
    return made;
  }

  @Override
  public void write(boolean last, ByteBuffer content, Callback callback) {
    if (!last && trailers == null && trailersAreFree()) {
      // Jetty asks for the supplier when it commits: be there, or trailers that a servlet sends
      // after its first flush come too late.
      trailers();
    }
    super.write(last, content, callback);
  }

  /** Whether trailers do not change how the response is framed. */
  private boolean trailersAreFree() {
    return offersTrailers()
        && !isCommitted()
        && (version() != HttpVersion.HTTP_1_1 || !getHeaders().contains(HttpHeader.CONTENT_LENGTH));
  }

  /**
   * The door of {@code sendError(103)}, which brings every field that was set on the response.
   *
   * <p>Jetty's servlets write their 100 Continue here, too.
   */
  @Override
  public CompletableFuture<Void> writeInterim(int status, HttpFields fields) {
    if (version().getVersion() < HttpVersion.HTTP_1_1.getVersion()) {
      return CompletableFuture.completedFuture(null);
    }
    if (status != HttpStatus.EARLY_HINTS_103) {
      return interim().write(status, fields);
    }
    HttpFields.Mutable hint = HttpFields.build();
    try {
      for (HttpField field : fields) {
        if (!FieldPlace.EARLY_HINT.leavesOut(field.getName())) {
          hint.add(FieldPlace.EARLY_HINT.check(field.getName(), field.getValue()));
        }
      }
      return interim().writeHint(hint.asImmutable()).thenAccept(sent -> {});
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public @Nullable Supplier<HttpFields> getTrailersSupplier() {
    TrailerSection made = trailers;
    return made == null ? super.getTrailersSupplier() : made.standard();
  }

  /** The door of {@code setTrailerFields}. */
  @Override
  public void setTrailersSupplier(@Nullable Supplier<HttpFields> supplier) {
    trailers().standard(supplier);
  }

  @Override
  public void reset() {
    super.reset();
    TrailerSection made = trailers;
    if (made != null) {
      made.clear();
    }
  }

  private HttpVersion version() {
    return request.getConnectionMetaData().getHttpVersion();
  }
}
