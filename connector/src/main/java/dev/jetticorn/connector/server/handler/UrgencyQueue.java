package dev.jetticorn.connector.server.handler;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who waits, the more urgent first, and in the order of their arrival where they are as urgent.
 *
 * <p>One in sixteen that leaves is who has waited longest, so that nobody waits for ever. A queue
 * is used by one thread at a time.
 */
final class UrgencyQueue<T> {
  private static final int LEAVE_UNTIL_THE_LONGEST_WAIT = 16;

  /** A place in the queue; smaller urgencies come first (RFC 9218, 4.1). */
  private record Place(int urgency, long arrival) {}

  private final Map<T, Place> byArrival = new LinkedHashMap<>();
  private final TreeMap<Place, T> byUrgency =
      new TreeMap<>(Comparator.comparingInt(Place::urgency).thenComparingLong(Place::arrival));
  private long arrivals;
  private long left;

  int size() {
    return byArrival.size();
  }

  void add(T waiting, int urgency) {
    Place place = new Place(urgency, arrivals++);
    byArrival.put(waiting, place);
    byUrgency.put(place, waiting);
  }

  /** Changes how urgent somebody is who waits; the arrival still counts. */
  void move(T waiting, int urgency) {
    Place place = byArrival.get(waiting);
    if (place != null) {
      Place next = new Place(urgency, place.arrival);
      byArrival.put(waiting, next);
      byUrgency.remove(place);
      byUrgency.put(next, waiting);
    }
  }

  /** Takes out somebody who waits no longer; false if nobody did. */
  boolean remove(T waiting) {
    Place place = byArrival.remove(waiting);
    if (place == null) {
      return false;
    }
    byUrgency.remove(place);
    return true;
  }

  /** Takes out who is next. */
  Optional<T> next() {
    if (byArrival.isEmpty()) {
      return Optional.empty();
    }
    left++;
    T next =
        left % LEAVE_UNTIL_THE_LONGEST_WAIT == 0
            ? byArrival.keySet().iterator().next()
            : byUrgency.firstEntry().getValue();
    remove(next);
    return Optional.of(next);
  }
}
