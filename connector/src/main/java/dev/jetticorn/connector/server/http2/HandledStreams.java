package dev.jetticorn.connector.server.http2;

/**
 * The streams of a connection whose requests are being handled.
 *
 * <p>A reset frees the stream at once, but not the thread that handles its request. Who resets what
 * it has just opened could so have any number of requests handled (CVE-2023-44487), or make the
 * server do the resetting (CVE-2025-8671). So a stream that was reset keeps its place until its
 * request has been handled, and one that was reset before it was handled never is.
 */
final class HandledStreams {
  /** How far the request of a stream is. */
  enum State {
    /** It waits for a thread. */
    NEW,
    /** It is being handled. */
    HANDLED,
    /** It is being handled, but its stream was reset. */
    ABANDONED,
    /** It has been handled, or never will be. */
    OVER
  }

  // Used with the lock of this object held, as is the state of each stream.
  private int abandoned;

  /** Begins to handle a request; false if its stream has been reset meanwhile. */
  synchronized boolean begin(Http2Stream stream) {
    if (stream.state != State.NEW) {
      return false;
    }
    stream.state = State.HANDLED;
    return true;
  }

  /** The request has been handled. */
  synchronized void end(Http2Stream stream) {
    if (stream.state == State.ABANDONED) {
      abandoned--;
    }
    stream.state = State.OVER;
  }

  /** The stream is about to be reset, by whichever side. */
  synchronized void abandon(Http2Stream stream) {
    if (stream.state == State.HANDLED) {
      stream.state = State.ABANDONED;
      abandoned++;
    } else if (stream.state == State.NEW) {
      stream.state = State.OVER;
    }
  }

  /** How many places are taken by streams that are no more. */
  synchronized int abandoned() {
    return abandoned;
  }
}
