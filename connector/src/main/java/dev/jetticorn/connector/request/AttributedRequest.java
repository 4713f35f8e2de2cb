package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request with attributes that are made when somebody asks for them.
 *
 * <p>An attribute that was set hides ours of the same name, and one that was removed stays removed.
 */
final class AttributedRequest extends Request.Wrapper {
  static final String EARLY_HINTS = "wsgi.early_hints";
  static final String PRIORITY_WEIGHT = "gunicorn.http2.priority_weight";
  static final String PRIORITY_DEPENDS_ON = "gunicorn.http2.priority_depends_on";
  static final String SEND_TRAILERS = "gunicorn.http2.send_trailers";

  // Constants, so that they can be the cases of a switch; a test compares them to the class names.
  static final String TYPED_EARLY_HINTS = "dev.jetticorn.bridge.EarlyHints";
  static final String TYPED_PRIORITY = "dev.jetticorn.bridge.StreamPriority";
  static final String TYPED_URGENCY = "dev.jetticorn.bridge.RequestUrgency";
  static final String TYPED_TRAILERS = "dev.jetticorn.bridge.ResponseTrailers";

  private static final List<String> NAMES =
      List.of(
          EARLY_HINTS,
          TYPED_EARLY_HINTS,
          PRIORITY_WEIGHT,
          PRIORITY_DEPENDS_ON,
          TYPED_PRIORITY,
          TYPED_URGENCY,
          SEND_TRAILERS,
          TYPED_TRAILERS);

  private final AttributedResponse response;

  /** Replaced as a whole under the lock of this object; read by any thread. */
  private volatile Set<String> removed = Set.of();

  /** Kept from the first time it is asked for: Jetty forgets a stream when it is closed. */
  private volatile Optional<PrioritizedStream> stream = Optional.empty();

  /** Jetty allows one demand at a time, whichever thread makes it. */
  private volatile boolean demanded;

  AttributedRequest(Request wrapped, Response response, HintPolicy hints, SentFields sent) {
    super(wrapped);
    this.response = new AttributedResponse(this, response, hints, sent);
  }

  AttributedResponse response() {
    return response;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    Object set = super.getAttribute(name);
    return set != null || !isOffered(name) ? set : offer(name);
  }

  @Override
  public @Nullable Object setAttribute(String name, @Nullable Object value) {
    if (value == null) {
      return removeAttribute(name);
    }
    Object offered = isOffered(name) ? offer(name) : null;
    Object replaced = super.setAttribute(name, value);
    return replaced != null ? replaced : offered;
  }

  @Override
  public @Nullable Object removeAttribute(String name) {
    Object offered = isOffered(name) ? offer(name) : null;
    if (offered != null) {
      synchronized (this) {
        Set<String> names = new HashSet<>(removed);
        names.add(name);
        removed = names;
      }
    }
    Object set = super.removeAttribute(name);
    return set != null ? set : offered;
  }

  @Override
  public Set<String> getAttributeNameSet() {
    Set<String> names = new HashSet<>(super.getAttributeNameSet());
    NAMES.stream().filter(this::isOffered).forEach(names::add);
    return Collections.unmodifiableSet(names);
  }

  @Override
  public void demand(Runnable demandCallback) {
    if (!demanded
        && getHeaders().contains(HttpHeader.EXPECT, HttpHeaderValue.CONTINUE.asString())) {
      demanded = true;
      // In the line of the other interim responses: what Jetty would write below does not wait for
      // an early hint that is being written, and is then never sent.
      CompletableFuture<Void> continued =
          response.writeInterim(HttpStatus.CONTINUE_100, HttpFields.EMPTY);
      if (!continued.isDone()) {
        var unused = continued.whenComplete((nothing, failure) -> super.demand(demandCallback));
        return;
      }
    }
    super.demand(demandCallback);
  }

  private boolean isOffered(String name) {
    boolean here =
        switch (name) {
          case EARLY_HINTS, TYPED_EARLY_HINTS, TYPED_URGENCY -> true;
          case PRIORITY_WEIGHT, PRIORITY_DEPENDS_ON, TYPED_PRIORITY -> isHttp2();
          case SEND_TRAILERS, TYPED_TRAILERS -> response.offersTrailers();
          default -> false;
        };
    return here && !removed.contains(name);
  }

  private @Nullable Object offer(String name) {
    return switch (name) {
      case EARLY_HINTS, TYPED_EARLY_HINTS -> response.interim();
      case PRIORITY_WEIGHT -> priority().weight();
      case PRIORITY_DEPENDS_ON -> priority().dependsOn();
      case TYPED_PRIORITY -> priority();
      case TYPED_URGENCY -> urgency();
      case SEND_TRAILERS, TYPED_TRAILERS -> response.trailers();
      default -> null;
    };
  }

  private StreamPriority priority() {
    return stream().map(PrioritizedStream::priority).orElse(StreamPriority.DEFAULT);
  }

  private RequestUrgency urgency() {
    return stream().map(PrioritizedStream::urgency).orElseGet(() -> PriorityField.of(getHeaders()));
  }

  private boolean isHttp2() {
    return getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
  }

  private Optional<PrioritizedStream> stream() {
    if (stream.isEmpty()) {
      stream = StreamRequest.stream(getWrapped());
    }
    return stream;
  }
}
