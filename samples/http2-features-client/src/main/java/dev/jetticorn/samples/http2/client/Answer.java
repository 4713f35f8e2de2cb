package dev.jetticorn.samples.http2.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What came back for a request.
 *
 * @param hints the interim responses before it
 * @param head status and header fields
 * @param body the whole body
 * @param trailers the fields behind the body
 */
record Answer(List<Head> hints, Head head, ByteBuffer body, Fields trailers) {
  /**
   * The start of a response.
   *
   * @param nanos when it arrived, as {@link System#nanoTime()} says
   */
  record Head(int status, Fields fields, long nanos) {}

  Answer {
    hints = List.copyOf(hints);
    body = body.asReadOnlyBuffer();
  }

  int status() {
    return head.status();
  }

  Fields fields() {
    return head.fields();
  }

  byte[] bytes() {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    return bytes;
  }

  String text() {
    return StandardCharsets.UTF_8.decode(body.duplicate()).toString();
  }
}
