package dev.jetticorn.samples.grpc.client;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the client heard of one call. */
class Recorded<T> extends ClientCall.Listener<T> {
  /** How long anything may take before it counts as missing. */
  static final int DEADLINE_SECONDS = 20;

  private final List<T> messages = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Metadata> headers = new CompletableFuture<>();
  private final CompletableFuture<Status> status = new CompletableFuture<>();
  private final CompletableFuture<Metadata> trailers = new CompletableFuture<>();
  private final CountDownLatch first = new CountDownLatch(1);

  @Override
  public void onHeaders(Metadata received) {
    headers.complete(received);
  }

  @Override
  public void onMessage(T message) {
    messages.add(message);
    first.countDown();
  }

  @Override
  public void onClose(Status how, Metadata received) {
    trailers.complete(received);
    status.complete(how);
  }

  /** Waits for the end of the call. */
  Status status() throws Exception {
    return status.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  Metadata trailers() throws Exception {
    return trailers.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  Metadata headers() throws Exception {
    return headers.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** False after a response that was trailers alone. */
  boolean hadHeaders() {
    return headers.isDone();
  }

  void awaitFirstMessage() throws InterruptedException {
    if (!first.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("no message came");
    }
  }

  List<T> messages() {
    return List.copyOf(messages);
  }
}
