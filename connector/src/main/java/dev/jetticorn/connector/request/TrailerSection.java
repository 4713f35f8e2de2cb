package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.ResponseTrailers;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the trailers of one response until Jetty asks for them at its end.
 *
 * <p>Jetty knows it as the supplier of the response's trailers. The one that a servlet sets with
 * {@code setTrailerFields} is asked by this one, and what it must not say is left out.
 */
final class TrailerSection
    implements ResponseTrailers,
        Consumer<Collection<Map.Entry<String, String>>>,
        Supplier<@Nullable HttpFields> {
  private static final Logger LOG = LoggerFactory.getLogger(TrailerSection.class);

  private final Request request;
  private final Response response;
  private final SentFields sent;

  // Guarded by this object: the thread of the servlet and the one that ends the response differ.
  private final HttpFields.Mutable added = HttpFields.build();
  private boolean asked;
  private boolean installedTooLate;
  private @Nullable Supplier<HttpFields> standard;

  TrailerSection(Request request, Response response, SentFields sent) {
    this.request = request;
    this.response = response;
    this.sent = sent;
  }

  /** Makes Jetty ask this section; it remembers whom to ask when the response is committed. */
  synchronized void install() {
    response.setTrailersSupplier(this);
    installedTooLate = response.isCommitted();
  }

  /** What the servlet set by the standard door. */
  synchronized @Nullable Supplier<HttpFields> standard() {
    return standard;
  }

  synchronized void standard(@Nullable Supplier<HttpFields> supplier) {
    standard = supplier;
  }

  /** Forgets what was said so far, as the response was reset. */
  synchronized void clear() {
    added.clear();
    standard = null;
    response.setTrailersSupplier(this);
  }

  @Override
  public void accept(Collection<Map.Entry<String, String>> fields) {
    send(fields);
  }

  @Override
  public void send(Collection<Map.Entry<String, String>> fields) {
    HttpFields trailers = FieldPlace.TRAILER.check(fields);
    boolean ended = response.hasLastWrite();
    synchronized (this) {
      if (ended || asked) {
        throw new IllegalStateException(
            "too late for trailers: the response has ended, as it does when it is closed or with the"
                + " last byte of its Content-Length");
      }
      if (installedTooLate) {
        throw new IllegalStateException(
            "too late for trailers: the response was committed with a Content-Length before they"
                + " were asked for, and HTTP/1.1 has trailers only in a chunked response");
      }
      HttpFields.Mutable all = HttpFields.build(added);
      trailers.forEach(trailer -> add(all, trailer));
      added.add(trailers);
    }
  }

  @Override
  public @Nullable HttpFields get() {
    if (HttpMethod.HEAD.is(request.getMethod()) || !mayHaveTrailers(response.getStatus())) {
      return null;
    }
    HttpFields standardFields = askStandard();
    HttpFields.Mutable all;
    synchronized (this) {
      asked = true;
      all = HttpFields.build(added);
    }
    for (HttpField field : standardFields) {
      try {
        add(all, FieldPlace.TRAILER.check(field.getName(), field.getValue()));
      } catch (IllegalArgumentException e) {
        // Nobody is left to raise it to: the body is out.
        LOG.warn("{} {}: {}", request.getMethod(), path(), e.getMessage());
      }
    }
    if (all.size() == 0) {
      return null;
    }
    sent.trailers();
    return all.asImmutable();
  }

  private void add(HttpFields.Mutable all, HttpField trailer) {
    long limit = HeaderBudget.of(request.getConnectionMetaData());
    if (FieldPlace.size(all) + FieldPlace.size(trailer) > limit) {
      throw FieldPlace.TRAILER.refused(
          trailer.getName(), "with it the trailers have more than " + limit + " bytes");
    }
    all.add(trailer);
  }

  private HttpFields askStandard() {
    Supplier<HttpFields> supplier = standard();
    if (supplier == null) {
      return HttpFields.EMPTY;
    }
    try {
      HttpFields fields = supplier.get();
      return fields == null ? HttpFields.EMPTY : fields;
    } catch (RuntimeException e) {
      LOG.warn("{} {}: the supplier of setTrailerFields failed", request.getMethod(), path(), e);
      return HttpFields.EMPTY;
    }
  }

  private String path() {
    return String.valueOf(request.getHttpURI().getPath());
  }

  private static boolean mayHaveTrailers(int status) {
    return status != HttpStatus.NO_CONTENT_204 && status != HttpStatus.NOT_MODIFIED_304;
  }
}
