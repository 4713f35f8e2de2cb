package dev.jetticorn.samples.grpc.client;

import com.google.protobuf.BytesValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;

/** The methods of the service, as in {@code echo.proto}. */
final class Echo {
  private static final BytesValue BYTES = BytesValue.getDefaultInstance();
  private static final StringValue TEXT = StringValue.getDefaultInstance();
  private static final Int32Value NUMBER = Int32Value.getDefaultInstance();

  static final MethodDescriptor<BytesValue, BytesValue> ECHO =
      method(MethodType.UNARY, "Echo", BYTES, BYTES);
  static final MethodDescriptor<BytesValue, Int64Value> LENGTH =
      method(MethodType.CLIENT_STREAMING, "Length", BYTES, Int64Value.getDefaultInstance());
  static final MethodDescriptor<Int32Value, Int32Value> COUNT =
      method(MethodType.SERVER_STREAMING, "Count", NUMBER, NUMBER);
  static final MethodDescriptor<BytesValue, BytesValue> CHAT =
      method(MethodType.BIDI_STREAMING, "Chat", BYTES, BYTES);
  static final MethodDescriptor<StringValue, BytesValue> FAIL =
      method(MethodType.UNARY, "Fail", TEXT, BYTES);
  static final MethodDescriptor<StringValue, StringValue> HANG =
      method(MethodType.SERVER_STREAMING, "Hang", TEXT, TEXT);
  static final MethodDescriptor<StringValue, StringValue> AWAIT_CANCELLED =
      method(MethodType.UNARY, "AwaitCancelled", TEXT, TEXT);
  static final MethodDescriptor<BytesValue, BytesValue> MISSING =
      method(MethodType.UNARY, "Missing", BYTES, BYTES);

  private Echo() {}

  private static <A extends Message, B extends Message> MethodDescriptor<A, B> method(
      MethodType type, String name, A request, B response) {
    return MethodDescriptor.<A, B>newBuilder()
        .setType(type)
        .setFullMethodName(
            MethodDescriptor.generateFullMethodName("dev.jetticorn.samples.Echo", name))
        .setRequestMarshaller(ProtoUtils.marshaller(request))
        .setResponseMarshaller(ProtoUtils.marshaller(response))
        .build();
  }
}
