package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The order of RFC 9218, 10: the more urgent first; of the same urgency, responses that are of no
 * use before they are complete one after the other, in the order of their requests, and incremental
 * ones in turn.
 */
final class UrgencyOrder implements SendOrder {
  @Override
  public OutgoingData first(List<OutgoingData> candidates) {
    int urgency = Integer.MAX_VALUE;
    OutgoingData sequential = null;
    OutgoingData shared = null;
    for (OutgoingData data : candidates) {
      RequestUrgency wish = data.stream().sendUrgency();
      if (wish.urgency() < urgency) {
        urgency = wish.urgency();
        sequential = null;
        shared = null;
      }
      if (wish.urgency() > urgency) {
        continue;
      }
      if (wish.incremental()) {
        shared = shared == null || data.lastTurn() < shared.lastTurn() ? data : shared;
      } else {
        sequential =
            sequential == null || data.stream().getId() < sequential.stream().getId()
                ? data
                : sequential;
      }
    }
    return inTurn(sequential, shared);
  }

  /** All that is sequential has one share beside the incremental ones. */
  private static OutgoingData inTurn(
      @Nullable OutgoingData sequential, @Nullable OutgoingData shared) {
    if (sequential == null || shared == null) {
      OutgoingData only = sequential == null ? shared : sequential;
      if (only == null) {
        throw new IllegalArgumentException("no candidates");
      }
      return only;
    }
    return sequential.lastTurn() <= shared.lastTurn() ? sequential : shared;
  }
}
