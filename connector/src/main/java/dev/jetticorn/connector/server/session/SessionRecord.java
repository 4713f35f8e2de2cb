package dev.jetticorn.connector.server.session;

import java.util.Map;

/**
 * A session as a store has it. Times are in milliseconds since 1970.
 *
 * @param accessed when a request last asked for it
 * @param maxInactive how long it may be idle; 0 or less means for ever
 * @param attributes each by itself, serialized
 */
record SessionRecord(
    String id, long created, long accessed, long maxInactive, Map<String, byte[]> attributes) {
  SessionRecord {
    attributes = Map.copyOf(attributes);
  }

  SessionRecord with(Map<String, byte[]> others) {
    return new SessionRecord(id, created, accessed, maxInactive, others);
  }

  boolean isExpiredAt(long now) {
    return maxInactive > 0 && accessed + maxInactive <= now;
  }
}
