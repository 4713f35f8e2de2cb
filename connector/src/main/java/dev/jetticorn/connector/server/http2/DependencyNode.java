package dev.jetticorn.connector.server.http2;

import static java.util.stream.Collectors.joining;

import dev.jetticorn.bridge.StreamPriority;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A stream in the tree of {@link DependencyOrder}. */
final class DependencyNode {
  /** Any number: with this one, the heaviest are charged for what they send. */
  private static final int SCALE = 256;

  private final int streamId;
  private final Set<DependencyNode> children = new LinkedHashSet<>();
  private @Nullable DependencyNode parent;
  private int weight = StreamPriority.DEFAULT.weight();

  /** What this stream and those below it have sent, divided by their weight. */
  private long pass;

  /** The pass of the child that was served last: who begins to send begins there. */
  private long childrenAt;

  private @Nullable OutgoingData candidate;
  private long candidateIn;
  private long wayIn;

  DependencyNode(int streamId) {
    this.streamId = streamId;
  }

  int streamId() {
    return streamId;
  }

  void weight(int latest) {
    weight = latest;
  }

  /** Makes this stream depend on another, or on one that depends on it (RFC 7540, 5.3.3). */
  void moveBelow(DependencyNode next) {
    if (next.isBelow(this) && parent != null) {
      next.moveBelow(parent);
    }
    if (parent != null) {
      parent.children.remove(this);
    }
    parent = next;
    next.children.add(this);
    pass = next.childrenAt;
  }

  /** The same exclusively: whoever depended on the other depends on this stream. */
  void moveBetween(DependencyNode next) {
    moveBelow(next);
    for (DependencyNode sibling : List.copyOf(next.children)) {
      if (sibling != this) {
        sibling.moveBelow(this);
      }
    }
  }

  private boolean isBelow(DependencyNode other) {
    for (DependencyNode above = parent; above != null; above = above.parent) {
      if (above == other) {
        return true;
      }
    }
    return false;
  }

  /** Leaves the tree; those below take over its place, and share its weight (RFC 7540, 5.3.4). */
  void leave() {
    DependencyNode above = parent;
    if (above == null) {
      return;
    }
    above.children.remove(this);
    int weights = children.stream().mapToInt(child -> child.weight).sum();
    for (DependencyNode child : List.copyOf(children)) {
      child.weight = Math.max(1, weight * child.weight / weights);
      child.moveBelow(above);
    }
  }

  /** This stream can send in this turn. */
  void propose(OutgoingData data, long turn) {
    candidate = data;
    candidateIn = turn;
    for (DependencyNode on = this; on.parent != null && on.wayIn != turn; on = on.parent) {
      on.wayIn = turn;
      on.pass = Math.max(on.pass, on.parent.childrenAt);
    }
  }

  void forgetCandidate() {
    candidate = null;
    candidateIn = 0;
  }

  /** The stream that is first in this turn: this one, or one of those below. */
  OutgoingData first(long turn) {
    DependencyNode on = this;
    while (on.candidate == null || on.candidateIn != turn) {
      DependencyNode next = on.nextChild(turn);
      on.childrenAt = next.pass;
      on = next;
    }
    return on.candidate;
  }

  private DependencyNode nextChild(long turn) {
    DependencyNode next = null;
    for (DependencyNode child : children) {
      if (child.wayIn == turn && (next == null || child.pass < next.pass)) {
        next = child;
      }
    }
    if (next == null) {
      throw new IllegalStateException("no candidate below stream " + streamId);
    }
    return next;
  }

  void sent(int bytes) {
    for (DependencyNode on = this; on != null; on = on.parent) {
      on.pass += (long) bytes * SCALE / on.weight;
    }
  }

  /** For example {@code 1(3 5(7))}. */
  @Override
  public String toString() {
    return children.isEmpty()
        ? String.valueOf(streamId)
        : streamId
            + children.stream().map(DependencyNode::toString).collect(joining(" ", "(", ")"));
  }
}
