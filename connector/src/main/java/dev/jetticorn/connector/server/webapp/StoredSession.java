package dev.jetticorn.connector.server.webapp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.session.SessionData;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose attributes are bytes, so that another deployment, with classes of its own, can
 * read them.
 *
 * <p>Each attribute is for itself: one that cannot be written or read is left out, and the session
 * lives on.
 *
 * @param data the session without its attributes
 * @param attributes what is stored, by name
 */
record StoredSession(SessionData data, Map<String, Attribute> attributes) {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSession.class);

  /** An attribute in the form of Java's serialization. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Attribute(byte[] bytes, boolean ofServer) {}

  /** Stores a session as it is now. */
  static StoredSession of(SessionData data) {
    Map<String, Attribute> attributes = new HashMap<>();
    for (String name : data.getKeys()) {
      Object value = data.getAttribute(name);
      if (value != null) {
        try {
          attributes.put(name, store(value));
        } catch (IOException | RuntimeException e) {
          LOG.warn(
              "A session loses its attribute `{}`, which cannot be serialized: {}",
              name,
              e.toString());
        }
      }
    }
    return new StoredSession(copy(data), Map.copyOf(attributes));
  }

  private static Attribute store(Object value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    // A login that Jetty remembers, for example.
    boolean ofServer = value.getClass().getClassLoader() == SessionData.class.getClassLoader();
    return new Attribute(bytes.toByteArray(), ofServer);
  }

  private static SessionData copy(SessionData data) {
    SessionData copy =
        new SessionData(
            data.getId(),
            data.getContextPath(),
            data.getVhost(),
            data.getCreated(),
            data.getAccessed(),
            data.getLastAccessed(),
            data.getMaxInactiveMs());
    copy.setCookieSet(data.getCookieSet());
    copy.setLastNode(data.getLastNode());
    copy.setExpiry(data.getExpiry());
    // To Jetty, a session that was never saved is a new one.
    copy.setLastSaved(Math.max(1, data.getLastSaved()));
    return copy;
  }

  String id() {
    return data.getId();
  }

  boolean isExpiredAt(long time) {
    return data.isExpiredAt(time);
  }

  /** Reads the session with the classes of the thread's context class loader. */
  SessionData restore() {
    SessionData restored = copy(data);
    attributes.forEach(
        (name, attribute) -> {
          try {
            restored.setAttribute(name, read(attribute));
          } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            LOG.warn(
                "A session loses its attribute `{}`, which the new web application cannot read: {}",
                name,
                e.toString());
          }
        });
    restored.setDirty(false);
    return restored;
  }

  private static Object read(Attribute attribute) throws IOException, ClassNotFoundException {
    ClassLoader loader =
        attribute.ofServer()
            ? SessionData.class.getClassLoader()
            : Thread.currentThread().getContextClassLoader();
    try (ClassLoadingObjectInputStream in =
        new ClassLoadingObjectInputStream(new ByteArrayInputStream(attribute.bytes()))) {
      return in.readObject(loader);
    }
  }
}
