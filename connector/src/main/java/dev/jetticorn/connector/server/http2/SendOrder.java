package dev.jetticorn.connector.server.http2;

import java.util.List;

/** In which order the streams of a connection send. */
interface SendOrder {
  /**
   * Returns who should send before the others.
   *
   * @param candidates at least one
   */
  OutgoingData first(List<OutgoingData> candidates);

  /** So many bytes of a stream are being sent. */
  default void sent(OutgoingData data, int bytes) {}
}
