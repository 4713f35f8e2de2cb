package dev.jetticorn.connector.server.session;

import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionActivationListener;
import jakarta.servlet.http.HttpSessionEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.eclipse.jetty.util.ClassLoadingObjectInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns attributes of a web application into bytes, and back with its class loader. */
final class AttributeBytes {
  private static final Logger LOG = LoggerFactory.getLogger(AttributeBytes.class);

  private static final Set<Class<?>> IMMUTABLE =
      Set.of(
          String.class,
          Boolean.class,
          Character.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Float.class,
          Double.class,
          BigInteger.class,
          BigDecimal.class,
          UUID.class,
          Locale.class);

  /** What is wrong with the attributes is said once, and not of each session. */
  private static final int SAID_AT_MOST = 100;

  private final ClassLoader loader;
  private final Set<String> said;
  private final Optional<HttpSessionEvent> event;

  private AttributeBytes(ClassLoader loader, Set<String> said, Optional<HttpSessionEvent> event) {
    this.loader = loader;
    this.said = said;
    this.event = event;
  }

  /** The attributes of an application whose classes this loader has. */
  static AttributeBytes with(ClassLoader loader) {
    return new AttributeBytes(loader, ConcurrentHashMap.newKeySet(), Optional.empty());
  }

  /** The same for one session, of which attributes hear that wish to (Servlet 6.1, 7.7.2). */
  AttributeBytes of(HttpSession session) {
    return new AttributeBytes(loader, said, Optional.of(new HttpSessionEvent(session)));
  }

  /** Refuses what can never be stored (Servlet 6.1, section 7.7.2). */
  static void check(String name, Object value) {
    if (!(value instanceof Serializable)) {
      throw new IllegalArgumentException(
          "session attribute `"
              + name
              + "` cannot be stored: "
              + value.getClass().getName()
              + " is not Serializable");
    }
  }

  /** Whether no method of the value changes it, so that it need not be looked at again. */
  static boolean isImmutable(Object value) {
    return IMMUTABLE.contains(value.getClass())
        || value instanceof Enum
        || (value instanceof TemporalAccessor
            && value.getClass().getName().startsWith("java.time."));
  }

  byte[] write(String name, Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      tell(value, HttpSessionActivationListener::sessionWillPassivate);
      out.writeObject(value);
      tell(value, HttpSessionActivationListener::sessionDidActivate);
    } catch (IOException | RuntimeException e) {
      say("session attribute `" + name + "` cannot be stored: " + e);
      throw new IllegalStateException("session attribute `" + name + "` cannot be stored", e);
    }
    return bytes.toByteArray();
  }

  /** Empty when the classes of the application have changed too much since. */
  Optional<Object> read(String name, byte[] bytes) {
    try (ClassLoadingObjectInputStream in =
        new ClassLoadingObjectInputStream(new ByteArrayInputStream(bytes))) {
      Object value = in.readObject(loader);
      tell(value, HttpSessionActivationListener::sessionDidActivate);
      return Optional.ofNullable(value);
    } catch (IOException | ClassNotFoundException | LinkageError | RuntimeException e) {
      say("session attribute `" + name + "` cannot be read, and is left out: " + e);
      return Optional.empty();
    }
  }

  private void tell(
      Object value, BiConsumer<HttpSessionActivationListener, HttpSessionEvent> what) {
    if (value instanceof HttpSessionActivationListener listener) {
      event.ifPresent(session -> what.accept(listener, session));
    }
  }

  private void say(String line) {
    if (said.size() < SAID_AT_MOST && said.add(line)) {
      LOG.warn("{}", line);
    }
  }
}
