package dev.jetticorn.connector.server.session;

import jakarta.servlet.http.HttpSession;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.session.SessionData;
import org.jspecify.annotations.Nullable;

/**
 * The data of a session as one request sees it, which knows what that request changed.
 *
 * <p>An attribute is read when it is asked for, and compared when the session is saved: also a list
 * to which the application only added an element is stored. Used with the session's lock held.
 */
final class StoredSessionData extends SessionData {
  private static final long serialVersionUID = 1L;

  private transient AttributeBytes bytes;
  private final transient Map<String, StoredAttribute> attributes = new HashMap<>();
  private final transient Set<String> removed = new HashSet<>();
  private transient long storedMaxInactive;

  private StoredSessionData(
      SessionRecord session, String context, AttributeBytes bytes, boolean stored) {
    super(
        session.id(),
        context,
        "",
        session.created(),
        session.accessed(),
        session.accessed(),
        session.maxInactive());
    this.bytes = bytes;
    this.storedMaxInactive = session.maxInactive();
    calcAndSetExpiry(session.accessed());
    setLastSaved(stored ? Math.max(1, session.accessed()) : 0);
    session
        .attributes()
        .forEach((name, value) -> attributes.put(name, StoredAttribute.read(name, value)));
  }

  static StoredSessionData loaded(SessionRecord session, String context, AttributeBytes bytes) {
    return new StoredSessionData(session, context, bytes, true);
  }

  static StoredSessionData fresh(SessionRecord session, String context, AttributeBytes bytes) {
    return new StoredSessionData(session, context, bytes, false);
  }

  /** Lets attributes hear in which session they are read and written. */
  void announce(HttpSession session) {
    bytes = bytes.of(session);
  }

  /** Stores what is new, and nothing when nothing is. */
  void save(SessionRecords records, String context) {
    Map<String, byte[]> written = new HashMap<>();
    attributes.forEach(
        (name, attribute) ->
            attribute.change(bytes).ifPresent(changed -> written.put(name, changed)));
    if (getLastSaved() == 0) {
      records.insert(
          context,
          new SessionRecord(getId(), getCreated(), getAccessed(), getMaxInactiveMs(), written));
    } else {
      SessionChange change =
          new SessionChange(
              written,
              removed,
              Optional.of(getMaxInactiveMs()).filter(now -> now != storedMaxInactive));
      if (!change.isEmpty()) {
        records.change(context, getId(), change);
      }
    }
    written.forEach((name, changed) -> Objects.requireNonNull(attributes.get(name)).saved(changed));
    removed.clear();
    storedMaxInactive = getMaxInactiveMs();
    setLastSaved(Math.max(1, getAccessed()));
    clean();
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    StoredAttribute attribute = attributes.get(name);
    return attribute == null ? null : attribute.value(bytes).orElse(null);
  }

  @Override
  public Set<String> getKeys() {
    return Set.copyOf(attributes.keySet());
  }

  @Override
  public @Nullable Object setAttribute(String name, @Nullable Object value) {
    if (value != null) {
      AttributeBytes.check(name, value);
    }
    Object old = getAttribute(name);
    if (value != null) {
      attributes.computeIfAbsent(name, StoredAttribute::made).set(value);
      removed.remove(name);
    } else if (attributes.remove(name) != null) {
      removed.add(name);
    }
    setDirty(true);
    return old;
  }

  @Override
  public void putAllAttributes(Map<String, Object> all) {
    all.forEach(this::setAttribute);
  }

  @Override
  public void clearAllAttributes() {
    getKeys().forEach(name -> setAttribute(name, null));
  }

  @Override
  public Map<String, Object> getAllAttributes() {
    Map<String, Object> all = new HashMap<>();
    attributes.forEach(
        (name, attribute) -> attribute.value(bytes).ifPresent(readable -> all.put(name, readable)));
    return Map.copyOf(all);
  }
}
