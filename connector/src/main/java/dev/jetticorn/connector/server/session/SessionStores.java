package dev.jetticorn.connector.server.session;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_STORE;

import dev.jetticorn.connector.settings.SessionStore;
import dev.jetticorn.connector.settings.model.Settings;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.session.DefaultSessionIdManager;

/** Puts sessions where {@code session_store} says. */
public final class SessionStores {
  private SessionStores() {}

  /**
   * Sees whether the store could be used, without using it.
   *
   * @throws dev.jetticorn.connector.settings.model.UnusableSettingException if it could not
   */
  public static void check(Settings settings) {
    SessionStore store = settings.get(SESSION_STORE);
    if (store instanceof SessionStore.Directory directory) {
      new FileRecords(directory.path()).check();
    } else if (store instanceof SessionStore.Database database) {
      new DatabaseRecords(DatabaseUrl.of(database.url())).check();
    }
  }

  /** Gives a server its store, which opens and closes with it. Before its handlers are set. */
  public static void addTo(Server server, Settings settings) {
    SessionStore store = settings.get(SESSION_STORE);
    if (store instanceof SessionStore.Directory directory) {
      add(server, new FileRecords(directory.path()));
    } else if (store instanceof SessionStore.Database database) {
      add(server, new DatabaseRecords(DatabaseUrl.of(database.url())));
    }
  }

  private static void add(Server server, SessionRecords records) {
    server.addBean(records);
    // Without the name of a node in it: the cookie would change with each node that is asked.
    DefaultSessionIdManager ids = new DefaultSessionIdManager(server);
    ids.setWorkerName("");
    server.addBean(ids);
  }

  /**
   * Lets a web application have its sessions from the store of its server.
   *
   * @return false when there is none, because sessions are kept in memory
   */
  public static boolean use(ServletContextHandler context, Settings settings) {
    if (settings.get(SESSION_STORE) instanceof SessionStore.Memory) {
      return false;
    }
    context.setSessionHandler(new StoredSessionHandler());
    return true;
  }
}
