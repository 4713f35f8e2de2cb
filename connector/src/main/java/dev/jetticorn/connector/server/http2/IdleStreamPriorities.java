package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a client says about streams that it has not opened yet.
 *
 * <p>It holds a few streams and forgets the one that was spoken of least recently. Only the thread
 * that parses the connection may use it.
 */
final class IdleStreamPriorities {
  private final Map<Integer, Entry> entries;

  IdleStreamPriorities(int capacity) {
    entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Integer, Entry> eldest) {
            return size() > capacity;
          }
        };
  }

  void priority(int streamId, StreamPriority priority) {
    entry(streamId).priority = priority;
  }

  void urgency(int streamId, RequestUrgency urgency) {
    entry(streamId).urgency = urgency;
  }

  /** How many streams have an urgency. */
  int urgencies() {
    return (int) entries.values().stream().filter(entry -> entry.urgency != null).count();
  }

  /** Hands over what is known about a stream that opens, and forgets it. */
  void open(Http2Stream stream) {
    if (entries.isEmpty()) {
      return;
    }
    Entry entry = entries.remove(stream.getId());
    if (entry != null) {
      if (entry.priority != null) {
        stream.priority(entry.priority);
      }
      if (entry.urgency != null) {
        stream.urgency(entry.urgency);
      }
    }
    // Opening a stream closes the idle ones with lower numbers (RFC 9113, 5.1.1).
    entries.keySet().removeIf(id -> id < stream.getId());
  }

  private Entry entry(int streamId) {
    Entry entry = entries.get(streamId);
    if (entry == null) {
      entry = new Entry();
      entries.put(streamId, entry);
    }
    return entry;
  }

  private static final class Entry {
    @Nullable StreamPriority priority;
    @Nullable RequestUrgency urgency;
  }
}
