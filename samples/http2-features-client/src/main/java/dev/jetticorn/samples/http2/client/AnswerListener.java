package dev.jetticorn.samples.http2.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.frames.ResetFrame;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Puts an {@link Answer} together from the frames of a stream, which come one after the other. */
final class AnswerListener implements Stream.Listener {
  private final CompletableFuture<Answer> future = new CompletableFuture<>();
  private final List<Answer.Head> hints = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private Optional<Answer.Head> head = Optional.empty();
  private Fields trailers = Fields.NONE;

  CompletableFuture<Answer> future() {
    return future;
  }

  void fail(Throwable failure) {
    future.completeExceptionally(failure);
  }

  @Override
  public void onHeaders(Stream stream, HeadersFrame frame) {
    if (frame.getMetaData() instanceof MetaData.Response response) {
      var start =
          new Answer.Head(
              response.getStatus(), fields(response.getHttpFields()), System.nanoTime());
      if (HttpStatus.isInterim(response.getStatus())) {
        hints.add(start);
        return;
      }
      head = Optional.of(start);
      if (frame.isEndStream()) {
        complete();
      } else {
        stream.demand();
      }
    } else {
      trailers = fields(frame.getMetaData().getHttpFields());
    }
  }

  @Override
  public void onDataAvailable(Stream stream) {
    for (Stream.Data data = stream.readData(); data != null; data = stream.readData()) {
      try {
        BufferUtil.writeTo(data.frame().getByteBuffer(), body);
      } catch (IOException e) {
        throw new AssertionError("an array takes every byte", e);
      } finally {
        data.release();
      }
      // Also behind trailers, after which the session reports an empty last frame.
      if (data.frame().isEndStream()) {
        complete();
        return;
      }
    }
    stream.demand();
  }

  @Override
  public void onReset(Stream stream, ResetFrame frame, Callback callback) {
    fail(
        new IOException(
            "the server reset the stream: "
                + ErrorCode.toString(frame.getError(), "unknown error")));
    callback.succeeded();
  }

  @Override
  public void onFailure(
      Stream stream, int error, String reason, Throwable failure, Callback callback) {
    fail(failure);
    callback.succeeded();
  }

  private void complete() {
    head.ifPresentOrElse(
        start ->
            future.complete(
                new Answer(hints, start, ByteBuffer.wrap(body.toByteArray()), trailers)),
        () -> fail(new IOException("a body without a response")));
  }

  private static Fields fields(HttpFields fields) {
    return new Fields(
        fields.stream().map(field -> new Fields.Field(field.getName(), field.getValue())).toList());
  }
}
