package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.SESSION_TIMEOUT;
import static dev.jetticorn.connector.settings.ApplicationSettings.WAR;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;

import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xml.sax.SAXParseException;

/**
 * Serves the web applications, and replaces them without losing a request: the new copy is started
 * first, then all requests go to it, and the old one stops when the last of its own has ended.
 */
public final class Deployments extends Handler.AbstractContainer {
  private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);

  private final Map<String, SessionShelf> shelves = new ConcurrentHashMap<>();

  // The next two are changed with the lock of this object held; every request reads the first.
  private volatile List<Deployment> current = List.of();
  private Settings settings;

  Deployments(Settings settings) {
    this.settings = settings;
  }

  @Override
  public List<Handler> getHandlers() {
    return current.stream().<Handler>map(Deployment::context).toList();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String path = Request.getPathInContext(request);
    while (true) {
      Optional<Deployment> found = find(path);
      if (found.isEmpty()) {
        return false;
      }
      if (found.get().enter(request)) {
        return found.get().handle(request, response, callback);
      }
    }
  }

  private Optional<Deployment> find(String path) {
    for (Deployment deployment : current) {
      if (deployment.answers(path)) {
        return Optional.of(deployment);
      }
    }
    return Optional.empty();
  }

  @Override
  protected void doStart() throws Exception {
    synchronized (this) {
      current = started(settings);
    }
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    current.forEach(Deployment::stop);
  }

  /**
   * Starts the web applications that these settings name, and then serves them in the place of the
   * old ones.
   *
   * @throws UnusableSettingException if one cannot be started; the old ones are served on
   */
  public synchronized void redeploy(Settings fresh) {
    List<Deployment> started = started(fresh);
    List<Deployment> replaced = current;
    current = started;
    settings = fresh;
    Duration patience = fresh.get(GRACEFUL_TIMEOUT);
    replaced.forEach(old -> drain(old, patience));
  }

  private void drain(Deployment old, Duration patience) {
    var unused =
        old.replace()
            .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete((empty, timeout) -> getServer().getThreadPool().execute(() -> end(old)));
  }

  private void end(Deployment old) {
    int cutOff = old.cutOff();
    if (cutOff > 0) {
      LOG.warn(
          "{} requests still in progress in the replaced web application after graceful_timeout"
              + " were cut off",
          cutOff);
    }
    old.stop();
    removeBean(old.context());
  }

  private List<Deployment> started(Settings fresh) {
    return List.of(start(WebApplication.contextPath(fresh), War.file(fresh), fresh));
  }

  private Deployment start(String contextPath, Path war, Settings fresh) {
    WebAppContext context = WarContext.of(contextPath, war, fresh);
    SessionShelf shelf = shelves.computeIfAbsent(contextPath, path -> new SessionShelf());
    Deployment deployment =
        new Deployment(context, MemorySessions.of(context.getSessionHandler(), shelf));
    context.setServer(getServer());
    addBean(context, true);
    SystemProperties.set(fresh);
    try {
      context.start();
      // After web.xml, which says what the developer thought.
      fresh
          .get(SESSION_TIMEOUT)
          .ifPresent(
              timeout ->
                  context
                      .getSessionHandler()
                      .setMaxInactiveInterval(Math.toIntExact(timeout.toSeconds())));
      return deployment;
    } catch (Exception e) {
      LOG.error("the web application {} did not start", war.getFileName(), e);
      removeBean(context);
      deployment.stop();
      throw notStarted(war, e);
    }
  }

  private static UnusableSettingException notStarted(Path war, Exception failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UnusableSettingException(
            WAR,
            "the web application `" + war.getFileName() + "` did not start",
            "failed while starting")
        .note(words(root))
        .note("the error log has the stack trace")
        .causedBy(failure);
  }

  private static String words(Throwable cause) {
    if (cause instanceof SAXParseException xml) {
      String file = String.valueOf(xml.getSystemId()).replaceFirst(".*/(?=WEB-INF/)", "");
      return file + ", line " + xml.getLineNumber() + ": " + xml.getMessage();
    }
    // The kind of exception is the application's own word, and often all that it says.
    return cause.toString();
  }
}
