package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.handler.DrainingHandler;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.StringUtil;
import org.eclipse.jetty.util.component.Container;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;

/**
 * A connector whose idle connections do not hold up a graceful stop, and whose protocols can be
 * replaced while it runs.
 */
public class DrainingServerConnector extends ServerConnector {
  private final Predicate<Connection> busy;

  // By the names of the protocols; the first is what a connection begins with.
  private volatile Map<String, ConnectionFactory> spoken = Map.of();

  // Changed by one reload at a time.
  private final Set<ConnectionFactory> outlived = new LinkedHashSet<>();

  DrainingServerConnector(Server server, Predicate<Connection> busy) {
    super(server, new ConnectionFactory[0]);
    this.busy = busy;
  }

  /**
   * Speaks these protocols on new connections, which begin with the first of them. Those that are
   * open go on as they began.
   */
  final void speak(List<ConnectionFactory> protocols) {
    Map<String, ConnectionFactory> byName = new LinkedHashMap<>();
    for (ConnectionFactory protocol : protocols) {
      protocol
          .getProtocols()
          .forEach(name -> byName.put(StringUtil.asciiToLowerCase(name), protocol));
    }
    if (isRunning()) {
      endWhatIsUsedNoMore();
      outlived.addAll(spoken.values());
      protocols.forEach(protocol -> addManaged((LifeCycle) protocol));
    } else {
      setConnectionFactories(protocols);
    }
    spoken = Collections.unmodifiableMap(byName);
  }

  /**
   * Ends what was replaced a reload ago or earlier. What has open HTTP/2 connections stays, because
   * it is what sends them GOAWAY at a graceful stop.
   */
  private void endWhatIsUsedNoMore() {
    outlived.removeIf(
        protocol ->
            ((Container) protocol)
                    .getContainedBeans(SessionContainer.class).stream()
                        .allMatch(sessions -> sessions.getSize() == 0)
                && removeBean(protocol));
  }

  @Override
  public @Nullable ConnectionFactory getConnectionFactory(String protocol) {
    return spoken.get(StringUtil.asciiToLowerCase(protocol));
  }

  @Override
  public <T> @Nullable T getConnectionFactory(Class<T> type) {
    return spoken.values().stream()
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElse(null);
  }

  @Override
  public Collection<ConnectionFactory> getConnectionFactories() {
    return new LinkedHashSet<>(spoken.values());
  }

  @Override
  public List<String> getProtocols() {
    return List.copyOf(spoken.keySet());
  }

  @Override
  public ConnectionFactory getDefaultConnectionFactory() {
    return spoken.values().iterator().next();
  }

  @Override
  public String getDefaultProtocol() {
    return spoken.keySet().iterator().next();
  }

  @Override
  public CompletableFuture<Void> shutdown() {
    CompletableFuture<Void> done = super.shutdown();
    for (EndPoint endPoint : getConnectedEndPoints()) {
      if (isIdle(endPoint.getConnection())) {
        endPoint.setIdleTimeout(
            Math.min(DrainingHandler.IDLE_WHILE_STOPPING.toMillis(), getShutdownIdleTimeout()));
      }
    }
    return done;
  }

  private boolean isIdle(Connection connection) {
    if (connection instanceof SslConnection tls) {
      return isIdle(tls.getSslEndPoint().getConnection());
    }
    return !busy.test(connection);
  }
}
