package dev.jetticorn.connector.server.webapp;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee11.servlet.ServletChannel;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.util.Attributes;

/**
 * Where connections keep parts of a web application for their next request.
 *
 * <p>Jetty leaves such a part in the connection until a request for another application comes. An
 * idle connection would keep an application in memory that was replaced long ago.
 */
final class ChannelCaches {
  private final String mark = ChannelCaches.class.getName() + UUID.randomUUID();
  private final Set<Reference<Attributes>> caches = ConcurrentHashMap.newKeySet();
  private final ReferenceQueue<Attributes> closed = new ReferenceQueue<>();

  /** Remembers a connection's cache, without keeping it from being collected. */
  void add(Attributes cache) {
    if (cache.getAttribute(mark) != null) {
      return;
    }
    cache.setAttribute(mark, true);
    caches.add(new WeakReference<>(cache, closed));
    for (Reference<?> gone = closed.poll(); gone != null; gone = closed.poll()) {
      caches.remove(gone);
    }
  }

  /** Removes what is in them of an application that serves no request any more. */
  void removeAll(ServletContextHandler application) {
    for (Reference<Attributes> reference : caches) {
      Attributes cache = reference.get();
      if (cache != null) {
        cache.removeAttribute(mark);
        String name = ServletChannel.class.getName();
        if (cache.getAttribute(name) instanceof ServletChannel channel
            && channel.getServletContextHandler().equals(application)) {
          cache.removeAttribute(name);
        }
      }
    }
    caches.clear();
  }
}
