package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.RequestUrgency;
import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.request.PriorityField;
import dev.jetticorn.connector.settings.Http2Priority;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What the client of a connection says of the priority of its streams, as far as it counts, and the
 * order in which they send therefore.
 *
 * <p>It is told by the thread that parses the connection, and asked by any.
 */
final class Priorities {
  /** SETTINGS_NO_RFC7540_PRIORITIES (RFC 9218, 2.1). */
  static final int NO_RFC7540_PRIORITIES = 0x9;

  /** More streams than a client that makes sense speaks of while they are not open. */
  private static final int NOT_OPEN = 128;

  private final Http2Priority counting;
  private final IdleStreamPriorities idle = new IdleStreamPriorities(NOT_OPEN);
  private final DependencyOrder dependencies = new DependencyOrder(NOT_OPEN);
  private final UrgencyOrder urgencies = new UrgencyOrder();
  private @Nullable Integer noDependencies;
  private volatile boolean speaksOfUrgency;

  Priorities(Http2Priority counting) {
    this.counting = counting;
  }

  /** Whether the order of sending is ours to choose. */
  boolean isEnforced() {
    return counting != Http2Priority.OFF;
  }

  /** Whether PRIORITY_UPDATE frames count; if not, they are skipped like unknown ones. */
  boolean countsUrgency() {
    return counting.countsUrgency();
  }

  /**
   * The order in which streams send: by urgency once somebody has spoken of it. Until then streams
   * share, as urgencies of clients that know none would put their requests one behind the other.
   */
  SendOrder order() {
    return speaksOfUrgency ? urgencies : dependencies;
  }

  /**
   * The client says in SETTINGS whether it uses weights and dependencies.
   *
   * @param value of SETTINGS_NO_RFC7540_PRIORITIES; null if it is not among them
   * @return whether that may be (RFC 9218, 2.1)
   */
  boolean settings(@Nullable Integer value) {
    int latest = value == null ? 0 : value;
    if (latest < 0 || latest > 1) {
      return false;
    }
    if (noDependencies == null) {
      noDependencies = latest;
    }
    return value == null || latest == noDependencies;
  }

  /** The urgency that a request begins with. */
  RequestUrgency urgencyOf(HttpFields request) {
    if (!countsUrgency() || !request.contains(PriorityField.NAME)) {
      return RequestUrgency.DEFAULT;
    }
    speaksOfUrgency = true;
    return PriorityField.of(request);
  }

  /** The urgency that a response is sent with: what its own field says outweighs the client. */
  RequestUrgency urgencyOf(HttpFields response, RequestUrgency client) {
    if (!countsUrgency() || !response.contains(PriorityField.NAME)) {
      return client;
    }
    speaksOfUrgency = true;
    return PriorityField.of(response, client);
  }

  /** A stream opens. */
  void opened(Http2Stream stream) {
    dependencies.opened(stream.getId());
    idle.open(stream);
  }

  /** A stream has closed. */
  void closed(Http2Stream stream) {
    dependencies.closed(stream.getId());
  }

  /**
   * The client says on which stream another depends, and with which weight.
   *
   * @param stream the stream if it is open
   */
  void prioritize(int streamId, @Nullable Http2Stream stream, StreamPriority priority) {
    if (!counting.countsDependencies() || Integer.valueOf(1).equals(noDependencies)) {
      return;
    }
    dependencies.prioritize(streamId, priority);
    if (stream != null) {
      stream.priority(priority);
    } else {
      idle.priority(streamId, priority);
    }
  }

  /**
   * The client says how urgent a stream is that is open.
   *
   * @param latest replaces all that was said before (RFC 9218, 7)
   */
  void update(Http2Stream stream, RequestUrgency latest) {
    speaksOfUrgency = true;
    stream.urgency(latest);
  }

  /**
   * The client says how urgent a stream will be that it has not opened.
   *
   * @return how many such streams there are now
   */
  int updateIdle(int streamId, RequestUrgency latest) {
    speaksOfUrgency = true;
    idle.urgency(streamId, latest);
    return idle.urgencies();
  }
}
