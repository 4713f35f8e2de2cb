package dev.jetticorn.connector.server.session;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one request changed of a session, and nothing else: what others changed meanwhile stays.
 *
 * @param written new attributes and those with another value, serialized
 * @param removed names of attributes that are gone
 * @param maxInactive how long the session may be idle, in milliseconds, if that changed
 */
record SessionChange(Map<String, byte[]> written, Set<String> removed, Optional<Long> maxInactive) {
  SessionChange {
    written = Map.copyOf(written);
    removed = Set.copyOf(removed);
  }

  boolean isEmpty() {
    return written.isEmpty() && removed.isEmpty() && maxInactive.isEmpty();
  }
}
