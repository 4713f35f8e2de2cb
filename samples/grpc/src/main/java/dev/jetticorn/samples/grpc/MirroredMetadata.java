package dev.jetticorn.samples.grpc;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Sends the client's {@code mirror} and {@code mirror-bin} back in the response's headers. */
final class MirroredMetadata implements ServerInterceptor {
  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("mirror", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BINARY =
      Metadata.Key.of("mirror-bin", Metadata.BINARY_BYTE_MARSHALLER);

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata request, ServerCallHandler<A, B> next) {
    return next.startCall(
        new SimpleForwardingServerCall<A, B>(call) {
          @Override
          public void sendHeaders(Metadata response) {
            copy(TEXT, request, response);
            copy(BINARY, request, response);
            super.sendHeaders(response);
          }
        },
        request);
  }

  private static <T> void copy(Metadata.Key<T> key, Metadata from, Metadata to) {
    T value = from.get(key);
    if (value != null) {
      to.put(key, value);
    }
  }
}
