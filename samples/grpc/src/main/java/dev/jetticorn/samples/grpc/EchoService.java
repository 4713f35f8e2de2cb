package dev.jetticorn.samples.grpc;

import static io.grpc.stub.ServerCalls.asyncBidiStreamingCall;
import static io.grpc.stub.ServerCalls.asyncClientStreamingCall;
import static io.grpc.stub.ServerCalls.asyncServerStreamingCall;
import static io.grpc.stub.ServerCalls.asyncUnaryCall;

import com.google.protobuf.BytesValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The service of {@code echo.proto}, one method for each thing that gRPC can do. Its messages are
 * protobuf's own wrappers, so that nothing has to be generated.
 */
final class EchoService implements BindableService {
  static final String NAME = "dev.jetticorn.samples.Echo";

  private static final Metadata.Key<byte[]> DETAIL =
      Metadata.Key.of("detail-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /** Calls of Hang by the names that their clients gave them; done when cancelled. */
  private final Map<String, CompletableFuture<Void>> hanging = new ConcurrentHashMap<>();

  @Override
  public ServerServiceDefinition bindService() {
    BytesValue bytes = BytesValue.getDefaultInstance();
    StringValue text = StringValue.getDefaultInstance();
    Int32Value number = Int32Value.getDefaultInstance();
    Int64Value size = Int64Value.getDefaultInstance();
    return ServerInterceptors.intercept(
        ServerServiceDefinition.builder(NAME)
            .addMethod(
                method(MethodType.UNARY, "Echo", bytes, bytes), asyncUnaryCall(EchoService::echo))
            .addMethod(
                method(MethodType.CLIENT_STREAMING, "Length", bytes, size),
                asyncClientStreamingCall(Length::new))
            .addMethod(
                method(MethodType.SERVER_STREAMING, "Count", number, number),
                asyncServerStreamingCall(EchoService::count))
            .addMethod(
                method(MethodType.BIDI_STREAMING, "Chat", bytes, bytes),
                asyncBidiStreamingCall(Chat::new))
            .addMethod(
                method(MethodType.UNARY, "Fail", text, bytes), asyncUnaryCall(EchoService::fail))
            .addMethod(
                method(MethodType.SERVER_STREAMING, "Hang", text, text),
                asyncServerStreamingCall(this::hang))
            .addMethod(
                method(MethodType.UNARY, "AwaitCancelled", text, text),
                asyncUnaryCall(this::awaitCancelled))
            .build(),
        new MirroredMetadata());
  }

  private static <A extends Message, B extends Message> MethodDescriptor<A, B> method(
      MethodType type, String name, A request, B response) {
    return MethodDescriptor.<A, B>newBuilder()
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }

  private static void echo(BytesValue request, StreamObserver<BytesValue> responses) {
    // Compressed if the client said that it takes gzip.
    ((ServerCallStreamObserver<BytesValue>) responses).setCompression("gzip");
    responses.onNext(request);
    responses.onCompleted();
  }

  /** Sends 1 to n, and never more than the client takes. */
  private static void count(Int32Value upTo, StreamObserver<Int32Value> responses) {
    var call = (ServerCallStreamObserver<Int32Value>) responses;
    call.setOnReadyHandler(
        new Runnable() {
          private int sent;

          @Override
          public void run() {
            while (call.isReady() && sent < upTo.getValue()) {
              call.onNext(Int32Value.of(++sent));
              if (sent == upTo.getValue()) {
                call.onCompleted();
              }
            }
          }
        });
  }

  private static void fail(StringValue description, StreamObserver<BytesValue> responses) {
    Metadata trailers = new Metadata();
    trailers.put(DETAIL, new byte[] {0, 1, (byte) 0xff});
    responses.onError(
        Status.INVALID_ARGUMENT
            .withDescription(description.getValue())
            .asRuntimeException(trailers));
  }

  /** Answers once and then keeps the call open until the client is gone. */
  private void hang(StringValue name, StreamObserver<StringValue> responses) {
    var cancelled = cancelled(name);
    ((ServerCallStreamObserver<StringValue>) responses)
        .setOnCancelHandler(() -> cancelled.complete(null));
    responses.onNext(name);
  }

  private void awaitCancelled(StringValue name, StreamObserver<StringValue> responses) {
    var unused =
        cancelled(name)
            .thenRun(
                () -> {
                  responses.onNext(name);
                  responses.onCompleted();
                });
  }

  private CompletableFuture<Void> cancelled(StringValue name) {
    return hanging.computeIfAbsent(name.getValue(), unused -> new CompletableFuture<>());
  }

  /** Says how many bytes came. */
  private static final class Length implements StreamObserver<BytesValue> {
    private final StreamObserver<Int64Value> responses;
    private long length;

    Length(StreamObserver<Int64Value> responses) {
      this.responses = responses;
    }

    @Override
    public void onNext(BytesValue part) {
      length += part.getValue().size();
    }

    @Override
    public void onError(Throwable gone) {}

    @Override
    public void onCompleted() {
      responses.onNext(Int64Value.of(length));
      responses.onCompleted();
    }
  }

  /** Answers each message with itself, at once. */
  private record Chat(StreamObserver<BytesValue> responses) implements StreamObserver<BytesValue> {
    @Override
    public void onNext(BytesValue message) {
      responses.onNext(message);
    }

    @Override
    public void onError(Throwable gone) {}

    @Override
    public void onCompleted() {
      responses.onCompleted();
    }
  }
}
