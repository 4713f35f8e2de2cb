package dev.jetticorn.connector.server.handler;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** An HTTP/2 connection. */
record Http2(Session session, int port) implements AutoCloseable {

  Answer get(String target, String... fields) throws Exception {
    return start(target, fields).answer();
  }

  /** Sends a GET and does not wait. */
  Exchange start(String target, String... fields) throws Exception {
    HttpFields.Mutable headers = HttpFields.build();
    for (String field : fields) {
      int colon = field.indexOf(':');
      headers.add(field.substring(0, colon), field.substring(colon + 1).strip());
    }
    MetaData.Request request =
        new MetaData.Request(
            "GET", HttpURI.from("http://localhost:" + port + target), HttpVersion.HTTP_2, headers);
    CompletableFuture<Integer> begun = new CompletableFuture<>();
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Promise.Completable<Stream> stream = new Promise.Completable<>();
    session.newStream(new HeadersFrame(request, null, true), stream, new Reader(begun, answer));
    return new Exchange(
        stream.get(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS), begun, answer);
  }

  /** Drops the connection without a word. */
  void drop() {
    ((HTTP2Session) session).getEndPoint().close();
  }

  @Override
  public void close() {
    session.close(ErrorCode.NO_ERROR.code, "done", Callback.NOOP);
  }

  record Exchange(
      Stream stream, CompletableFuture<Integer> begun, CompletableFuture<Answer> future) {
    /** Waits until the response begins. */
    int status() throws Exception {
      return begun.get(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    Answer answer() throws Exception {
      return future.get(HandlerServer.DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    void cancel() {
      stream.reset(
          new ResetFrame(stream.getId(), ErrorCode.CANCEL_STREAM_ERROR.code), Callback.NOOP);
    }
  }

  private static final class Reader implements Stream.Listener {
    private final CompletableFuture<Integer> begun;
    private final CompletableFuture<Answer> answer;
    private final StringBuilder body = new StringBuilder();
    private MetaData.Response head;

    Reader(CompletableFuture<Integer> begun, CompletableFuture<Answer> answer) {
      this.begun = begun;
      this.answer = answer;
    }

    @Override
    public void onHeaders(Stream stream, HeadersFrame frame) {
      if (frame.getMetaData() instanceof MetaData.Response response
          && response.getStatus() >= 200) {
        head = response;
        begun.complete(response.getStatus());
      }
      if (frame.isEndStream()) {
        complete();
      } else {
        stream.demand();
      }
    }

    @Override
    public void onDataAvailable(Stream stream) {
      Stream.Data data = stream.readData();
      if (data == null) {
        stream.demand();
        return;
      }
      body.append(StandardCharsets.ISO_8859_1.decode(data.frame().getByteBuffer()));
      data.release();
      if (data.frame().isEndStream()) {
        complete();
      } else {
        stream.demand();
      }
    }

    @Override
    public void onReset(Stream stream, ResetFrame frame, Callback callback) {
      answer.completeExceptionally(new IllegalStateException("reset: " + frame));
      callback.succeeded();
    }

    @Override
    public void onFailure(
        Stream stream, int error, String reason, Throwable failure, Callback callback) {
      answer.completeExceptionally(failure);
      callback.succeeded();
    }

    private void complete() {
      Map<String, String> fields = new HashMap<>();
      head.getHttpFields()
          .forEach(field -> fields.put(field.getName().toLowerCase(Locale.ROOT), field.getValue()));
      answer.complete(new Answer(head.getStatus(), fields, body.toString()));
    }
  }
}
