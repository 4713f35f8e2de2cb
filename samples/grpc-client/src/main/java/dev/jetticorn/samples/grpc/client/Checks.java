package dev.jetticorn.samples.grpc.client;

import static dev.jetticorn.samples.grpc.client.Check.equal;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What is checked, in order. */
final class Checks {
  private static final int MANY = Integer.MAX_VALUE;
  private static final int MEGABYTE = 1 << 20;
  private static final Metadata.Key<String> MIRROR =
      Metadata.Key.of("mirror", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> MIRROR_BIN =
      Metadata.Key.of("mirror-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static final Metadata.Key<byte[]> DETAIL =
      Metadata.Key.of("detail-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final Channel channel;

  Checks(Channel channel) {
    this.channel = channel;
  }

  List<Check> all() {
    return List.of(
        new Check("one request, one response", () -> echo(bytes(100), CallOptions.DEFAULT)),
        new Check("many requests, one response", this::clientStreaming),
        new Check("one request, many responses", this::serverStreaming),
        new Check("requests and responses in turn", this::bidirectional),
        new Check("1 MB in both directions", () -> echo(bytes(MEGABYTE), CallOptions.DEFAULT)),
        new Check("1 MB, compressed", this::compressed),
        new Check("metadata in both directions", this::metadata),
        new Check("an error, in trailers alone", () -> failure("50% of \u00fcber\nfailed")),
        new Check("an error of 3 KB", () -> failure("long".repeat(750))),
        new Check("a method that is not there", this::missing),
        new Check("the service sees a cancelled call", this::cancelled),
        new Check("the service sees a deadline pass", this::deadline),
        new Check("a slow reader gets all, in order", this::slowReader),
        new Check("150 calls at once", this::concurrent));
  }

  private void echo(BytesValue message, CallOptions options) throws Exception {
    var answer = ask(Echo.ECHO, message, new Metadata(), options);
    ok(answer);
    if (!answer.messages().equals(List.of(message))) {
      throw new IllegalStateException("another message came back");
    }
  }

  private void compressed() throws Exception {
    var message = BytesValue.of(ByteString.copyFrom(new byte[MEGABYTE]));
    echo(message, CallOptions.DEFAULT.withCompression("gzip"));
    var answer = ask(Echo.ECHO, message, new Metadata(), CallOptions.DEFAULT);
    var encoding = Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);
    equal("grpc-encoding", "gzip", String.valueOf(answer.headers().get(encoding)));
  }

  private void clientStreaming() throws Exception {
    var answer = new Recorded<Int64Value>();
    var call = start(Echo.LENGTH, answer, new Metadata(), CallOptions.DEFAULT);
    call.request(MANY);
    for (int i = 0; i < 100; i++) {
      call.sendMessage(bytes(10_000));
    }
    call.halfClose();
    ok(answer);
    equal("the answer", List.of(Int64Value.of(1_000_000)), answer.messages());
  }

  private void serverStreaming() throws Exception {
    var answer = ask(Echo.COUNT, Int32Value.of(10_000), new Metadata(), CallOptions.DEFAULT);
    ok(answer);
    equal("the numbers are 1 to 10000", true, answer.messages().equals(numbers(10_000)));
  }

  /** Reads the second answer only when it has sent the second request. */
  private void bidirectional() throws Exception {
    var answer = new Recorded<BytesValue>();
    var call = start(Echo.CHAT, answer, new Metadata(), CallOptions.DEFAULT);
    call.request(MANY);
    call.sendMessage(bytes(1));
    answer.awaitFirstMessage();
    call.sendMessage(bytes(2));
    call.halfClose();
    ok(answer);
    equal("the answers", List.of(bytes(1), bytes(2)), answer.messages());
  }

  private void metadata() throws Exception {
    var sent = new Metadata();
    sent.put(MIRROR, "plain");
    sent.put(MIRROR_BIN, new byte[] {0, 10, (byte) 0xff});
    var answer = ask(Echo.ECHO, bytes(1), sent, CallOptions.DEFAULT);
    ok(answer);
    equal("mirror", "plain", String.valueOf(answer.headers().get(MIRROR)));
    equal("mirror-bin", "AAr/", base64(answer.headers().get(MIRROR_BIN)));
  }

  private void failure(String description) throws Exception {
    var answer = ask(Echo.FAIL, StringValue.of(description), new Metadata(), CallOptions.DEFAULT);
    equal("the status", Status.Code.INVALID_ARGUMENT, answer.status().getCode());
    equal("the description", description, String.valueOf(answer.status().getDescription()));
    equal("detail-bin", "AAH/", base64(answer.trailers().get(DETAIL)));
    equal("headers before the trailers", false, answer.hadHeaders());
  }

  private void missing() throws Exception {
    var answer = ask(Echo.MISSING, bytes(1), new Metadata(), CallOptions.DEFAULT);
    equal("the status", Status.Code.UNIMPLEMENTED, answer.status().getCode());
  }

  private void cancelled() throws Exception {
    var answer = new Recorded<StringValue>();
    var name = StringValue.of("cancelled " + System.nanoTime());
    var call = start(Echo.HANG, answer, new Metadata(), CallOptions.DEFAULT);
    call.request(MANY);
    call.sendMessage(name);
    call.halfClose();
    answer.awaitFirstMessage();
    call.cancel("no longer wanted", null);
    equal("the status", Status.Code.CANCELLED, answer.status().getCode());
    ok(ask(Echo.AWAIT_CANCELLED, name, new Metadata(), CallOptions.DEFAULT));
  }

  private void deadline() throws Exception {
    var name = StringValue.of("deadline " + System.nanoTime());
    var options = CallOptions.DEFAULT.withDeadlineAfter(1, TimeUnit.SECONDS);
    var answer = ask(Echo.HANG, name, new Metadata(), options);
    equal("the status", Status.Code.DEADLINE_EXCEEDED, answer.status().getCode());
    ok(ask(Echo.AWAIT_CANCELLED, name, new Metadata(), CallOptions.DEFAULT));
  }

  /** Asks for one number at a time, while the server has more than the windows hold. */
  private void slowReader() throws Exception {
    int count = 20_000;
    ClientCall<Int32Value, Int32Value> call = channel.newCall(Echo.COUNT, CallOptions.DEFAULT);
    var answer =
        new Recorded<Int32Value>() {
          @Override
          public void onMessage(Int32Value message) {
            super.onMessage(message);
            call.request(1);
          }
        };
    call.start(answer, new Metadata());
    call.request(1);
    call.sendMessage(Int32Value.of(count));
    call.halfClose();
    ok(answer);
    equal("the numbers are in order", true, answer.messages().equals(numbers(count)));
  }

  private void concurrent() throws Exception {
    var answers = new ArrayList<Recorded<BytesValue>>();
    var calls = new ArrayList<ClientCall<BytesValue, BytesValue>>();
    for (int i = 0; i < 150; i++) {
      var answer = new Recorded<BytesValue>();
      var call = start(Echo.CHAT, answer, new Metadata(), CallOptions.DEFAULT);
      call.request(MANY);
      call.sendMessage(bytes(i));
      answers.add(answer);
      calls.add(call);
    }
    for (var answer : answers) {
      answer.awaitFirstMessage();
    }
    calls.forEach(ClientCall::halfClose);
    for (int i = 0; i < answers.size(); i++) {
      ok(answers.get(i));
      equal("an answer", List.of(bytes(i)), answers.get(i).messages());
    }
  }

  private <A, B> Recorded<B> ask(
      MethodDescriptor<A, B> method, A request, Metadata headers, CallOptions options) {
    var answer = new Recorded<B>();
    ClientCall<A, B> call = start(method, answer, headers, options);
    call.request(MANY);
    call.sendMessage(request);
    call.halfClose();
    return answer;
  }

  private <A, B> ClientCall<A, B> start(
      MethodDescriptor<A, B> method, Recorded<B> answer, Metadata headers, CallOptions options) {
    ClientCall<A, B> call = channel.newCall(method, options);
    call.start(answer, headers);
    return call;
  }

  private static void ok(Recorded<?> answer) throws Exception {
    Status status = answer.status();
    if (!status.isOk()) {
      throw new IllegalStateException(status.getCode() + ": " + status.getDescription());
    }
  }

  private static String base64(byte @Nullable [] value) {
    return Base64.getEncoder().encodeToString(value == null ? new byte[0] : value);
  }

  /** The same bytes for the same number, which no compression makes smaller. */
  private static BytesValue bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return BytesValue.of(ByteString.copyFrom(bytes));
  }

  private static List<Int32Value> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Int32Value::of).toList();
  }
}
