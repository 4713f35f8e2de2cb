package dev.jetticorn.connector.server.session;

import java.util.Arrays;
import java.util.Optional;

/** One attribute of a session: as the store has it, as the application has it, or both. */
final class StoredAttribute {
  private static final byte[] NOTHING = {};

  private final String name;

  /** What the store has, or what that becomes when it is read and written. */
  private byte[] stored;

  private Optional<Object> value;

  /** Whether the application may have changed the value since it was stored. */
  private boolean watched;

  private StoredAttribute(String name, byte[] stored, Optional<Object> value) {
    this.name = name;
    this.stored = stored;
    this.value = value;
  }

  static StoredAttribute read(String name, byte[] stored) {
    return new StoredAttribute(name, stored, Optional.empty());
  }

  static StoredAttribute made(String name) {
    return new StoredAttribute(name, NOTHING, Optional.empty());
  }

  Optional<Object> value(AttributeBytes bytes) {
    if (value.isEmpty() && stored.length > 0) {
      value = bytes.read(name, stored);
      value.filter(read -> !AttributeBytes.isImmutable(read)).ifPresent(read -> watch(read, bytes));
    }
    return value;
  }

  private void watch(Object read, AttributeBytes bytes) {
    // A map that is read has another capacity than the one that was written: only what has been
    // written after it was read says whether the application has changed it.
    stored = bytes.write(name, read);
    watched = true;
  }

  void set(Object newValue) {
    value = Optional.of(newValue);
    watched = true;
  }

  /** Returns what must be stored, if that is other than what is. */
  Optional<byte[]> change(AttributeBytes bytes) {
    return watched
        ? value
            .map(changed -> bytes.write(name, changed))
            .filter(written -> !Arrays.equals(written, stored))
        : Optional.empty();
  }

  void saved(byte[] written) {
    stored = written;
    watched = value.filter(saved -> !AttributeBytes.isImmutable(saved)).isPresent();
  }
}
