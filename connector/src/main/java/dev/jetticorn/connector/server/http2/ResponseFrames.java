package dev.jetticorn.connector.server.http2;

import java.util.List;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.HTTP2Session;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.Frame;
import org.eclipse.jetty.http2.frames.FrameType;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.util.Callback;

/**
 * Sends the responses of a connection: HEADERS at once, DATA when it is the stream's turn, and
 * trailers after all of it.
 */
final class ResponseFrames {
  private final DataScheduler.Flusher flusher;
  private final Priorities priorities;
  private final DataScheduler scheduler;

  ResponseFrames(HTTP2Session session, DataScheduler.Flusher flusher, Priorities priorities) {
    this.flusher = flusher;
    this.priorities = priorities;
    this.scheduler = new DataScheduler(session, flusher, priorities::order);
  }

  /**
   * Sends frames of one stream.
   *
   * <p>Jetty queues header, data and trailers of a short response together, and when the data waits
   * for the client's window the trailers overtake it.
   */
  void send(Http2Stream stream, List<? extends Frame> frames, Callback callback) {
    int last = frames.size() - 1;
    if (endsStream(frames.get(last))) {
      stream.answers();
    }
    if (frames.get(0) instanceof HeadersFrame headers
        && headers.getMetaData() instanceof MetaData.Response response
        && !HttpStatus.isInterim(response.getStatus())) {
      stream.answer(response.getHttpFields());
    }
    if (last > 0
        && frames.get(last).getType() == FrameType.HEADERS
        && frames.get(last - 1).getType() == FrameType.DATA) {
      Callback thenTrailers =
          Callback.from(
              () -> flusher.send(stream, frames.subList(last, last + 1), callback),
              callback::failed);
      inTurn(stream, frames.subList(0, last), thenTrailers);
    } else {
      inTurn(stream, frames, callback);
    }
  }

  /** Sends frames of which the last may be DATA that has to wait for its turn. */
  private void inTurn(Http2Stream stream, List<? extends Frame> frames, Callback callback) {
    if (!priorities.isEnforced()
        || !(frames.get(frames.size() - 1) instanceof DataFrame data)
        || frames.size() > 2) {
      flusher.send(stream, frames, callback);
    } else if (frames.size() == 2) {
      scheduler.send(stream, frames.get(0), data, callback);
    } else {
      scheduler.send(stream, data, callback);
    }
  }

  private static boolean endsStream(Frame frame) {
    return (frame instanceof HeadersFrame headers && headers.isEndStream())
        || (frame instanceof DataFrame data && data.isEndStream());
  }

  /** Called when the flow control has opened a window. */
  void windowOpened() {
    scheduler.windowOpened();
  }

  /** Called when the flow control has taken bytes from the windows. */
  void tookFromWindow(Http2Stream stream, int bytes) {
    scheduler.tookFromWindow(stream, bytes);
  }

  void streamClosed(Http2Stream stream) {
    scheduler.release(stream);
  }

  void connectionClosed() {
    scheduler.releaseAll();
  }
}
