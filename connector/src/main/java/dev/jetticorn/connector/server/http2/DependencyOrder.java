package dev.jetticorn.connector.server.http2;

import dev.jetticorn.bridge.StreamPriority;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of RFC 7540, 5.3: a stream before those that depend on it, and those that depend on the
 * same one in proportion to their weights. Clients that say nothing get equal shares.
 *
 * <p>The thread that parses the connection tells it what clients say, and a {@link DataScheduler}
 * asks.
 */
final class DependencyOrder implements SendOrder {
  private static final int ROOT = 0;

  private final int capacity;
  private final DependencyNode root = new DependencyNode(ROOT);
  private final Map<Integer, DependencyNode> nodes = new HashMap<>(Map.of(ROOT, root));

  /** The nodes of streams that are not open, the one spoken of least recently first. */
  private final Map<Integer, DependencyNode> notOpen = new LinkedHashMap<>(16, 0.75f, true);

  private boolean isSpokenOf;
  private long turn;

  /**
   * An order in which every stream depends on the root.
   *
   * @param capacity how many streams are remembered that are not open yet, or no more
   */
  DependencyOrder(int capacity) {
    this.capacity = capacity;
  }

  /** A stream has opened. */
  synchronized void opened(int streamId) {
    nodes.computeIfAbsent(streamId, this::independent);
    notOpen.remove(streamId);
  }

  /** A stream has closed, but others may still depend on it (RFC 7540, 5.3.4). */
  synchronized void closed(int streamId) {
    DependencyNode node = nodes.get(streamId);
    if (node == null) {
      return;
    }
    node.forgetCandidate();
    remember(node);
    if (!isSpokenOf) {
      // Most clients never do, and their connections need not remember anything.
      forgetEldest();
    }
  }

  /** What a client says of a stream that is open, or not yet, or no more (RFC 7540, 5.3.3). */
  synchronized void prioritize(int streamId, StreamPriority priority) {
    isSpokenOf = true;
    DependencyNode node = nodes.get(streamId);
    if (node == null) {
      node = independent(streamId);
      nodes.put(streamId, node);
      remember(node);
    } else {
      // It has been spoken of.
      notOpen.get(streamId);
    }
    DependencyNode parent = nodes.get(priority.dependsOn());
    if (parent == null) {
      // RFC 7540, 5.3.1: a stream that is not in the tree gives the default priority.
      node.weight(StreamPriority.DEFAULT.weight());
      node.moveBelow(root);
      return;
    }
    node.weight(priority.weight());
    if (priority.exclusive()) {
      node.moveBetween(parent);
    } else {
      node.moveBelow(parent);
    }
  }

  private DependencyNode independent(int streamId) {
    DependencyNode node = new DependencyNode(streamId);
    node.moveBelow(root);
    return node;
  }

  private void remember(DependencyNode node) {
    notOpen.put(node.streamId(), node);
    if (notOpen.size() > capacity) {
      forgetEldest();
    }
  }

  private void forgetEldest() {
    DependencyNode eldest = notOpen.values().iterator().next();
    notOpen.remove(eldest.streamId());
    nodes.remove(eldest.streamId());
    eldest.leave();
  }

  @Override
  public synchronized OutgoingData first(List<OutgoingData> candidates) {
    turn++;
    for (OutgoingData data : candidates) {
      nodes.computeIfAbsent(data.stream().getId(), this::independent).propose(data, turn);
    }
    return root.first(turn);
  }

  @Override
  public synchronized void sent(OutgoingData data, int bytes) {
    DependencyNode node = nodes.get(data.stream().getId());
    if (node != null) {
      node.sent(bytes);
    }
  }

  @Override
  public synchronized String toString() {
    return root.toString();
  }
}
