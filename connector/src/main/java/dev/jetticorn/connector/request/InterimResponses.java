package dev.jetticorn.connector.request;

import dev.jetticorn.bridge.EarlyHints;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the interim responses of one request: its early hints, and what else comes before the
 * final response.
 *
 * <p>They are written one after the other, whoever asks for them. Jetty fails the second of two
 * that are written at once; where that is a 100 Continue, the client would wait for it in vain.
 */
final class InterimResponses
    implements EarlyHints, Consumer<Collection<Map.Entry<String, String>>> {
  private static final Logger LOG = LoggerFactory.getLogger(InterimResponses.class);

  private final Request request;
  private final Response response;
  private final HintPolicy policy;
  private final SentFields sent;

  /** The end of the line: done when everything handed in so far is written or has failed. */
  private final AtomicReference<CompletableFuture<Void>> latest =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  InterimResponses(Request request, Response response, HintPolicy policy, SentFields sent) {
    this.request = request;
    this.response = response;
    this.policy = policy;
    this.sent = sent;
  }

  @Override
  public void accept(Collection<Map.Entry<String, String>> fields) {
    send(fields);
  }

  @Override
  public boolean send(Collection<Map.Entry<String, String>> fields) {
    return writeHint(FieldPlace.EARLY_HINT.check(fields)).join();
  }

  /**
   * Writes checked fields as an early hint, if it may be sent; tells whether it was.
   *
   * @throws IllegalArgumentException if the fields are too large
   */
  CompletableFuture<Boolean> writeHint(HttpFields hint) {
    long size = FieldPlace.size(hint);
    long limit = HeaderBudget.of(request.getConnectionMetaData());
    if (size > limit) {
      throw FieldPlace.EARLY_HINT.refused(
          largest(hint), "the hint has " + size + " bytes, more than " + limit);
    }
    if (hint.size() == 0
        || !policy.permits(request.getConnectionMetaData().getHttpVersion())
        || response.isCommitted()) {
      return CompletableFuture.completedFuture(false);
    }
    return write(HttpStatus.EARLY_HINTS_103, hint)
        .handle(
            (nothing, failure) -> {
              if (failure != null) {
                // The response was committed meanwhile, the request has ended, the client has gone.
                LOG.debug("early hint not sent", failure);
              } else {
                sent.earlyHint();
              }
              return failure == null;
            });
  }

  /** Writes an interim response after those before it. */
  CompletableFuture<Void> write(int status, HttpFields fields) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    var unused =
        latest
            .getAndSet(written)
            .whenComplete((nothing, failure) -> write(status, fields, written));
    return written;
  }

  private void write(int status, HttpFields fields, CompletableFuture<Void> written) {
    try {
      var unused =
          response
              .writeInterim(status, fields)
              .whenComplete(
                  (nothing, failure) -> {
                    if (failure == null) {
                      written.complete(null);
                    } else {
                      written.completeExceptionally(failure);
                    }
                  });
    } catch (RuntimeException e) {
      // Jetty has let go of a request that is over.
      written.completeExceptionally(e);
    }
  }

  /** The field to blame when all of them are too much. */
  private static String largest(HttpFields fields) {
    return fields.stream()
        .max(Comparator.comparingLong(FieldPlace::size))
        .map(HttpField::getName)
        .orElse("");
  }
}
