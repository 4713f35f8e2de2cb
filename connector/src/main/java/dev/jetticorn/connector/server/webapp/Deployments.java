package dev.jetticorn.connector.server.webapp;

import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD;
import static dev.jetticorn.connector.settings.ApplicationSettings.RELOAD_EXTRA_FILES;
import static dev.jetticorn.connector.settings.ApplicationSettings.WEBAPPS;
import static dev.jetticorn.connector.settings.WorkerSettings.GRACEFUL_TIMEOUT;
import static java.util.Comparator.comparingInt;

import dev.jetticorn.connector.server.session.SessionStores;
import dev.jetticorn.connector.server.watch.FileState;
import dev.jetticorn.connector.server.watch.FileWatch;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final FileWatch watch;
  private final FileWatch directoryWatch;
  private volatile Runnable changed = this::redeployUnchanged;

  // These are changed with the lock of this object held; every request reads the first.
  private volatile List<Deployment> current = List.of();
  private volatile Settings settings;
  private final Map<Wanted, List<FileState>> broken = new HashMap<>();

  Deployments(Settings settings) {
    this.settings = settings;
    this.watch =
        new FileWatch(
            "jetticorn-reload", List.of(), () -> filesToWatch(this.settings), () -> changed.run());
    this.directoryWatch =
        new FileWatch(
            "jetticorn-webapps", List.of(), () -> directory(this.settings), this::lookAgain);
    addBean(watch);
    addBean(directoryWatch);
  }

  private static List<FileState> filesToWatch(Settings settings) {
    if (!settings.get(RELOAD)) {
      return List.of();
    }
    List<FileState> files = new ArrayList<>();
    Wanted.named(settings).forEach(wanted -> files.addAll(FileState.ofTree(wanted.file())));
    settings
        .get(RELOAD_EXTRA_FILES)
        .orElse(List.of())
        .forEach(pattern -> files.addAll(FileState.ofPattern(pattern)));
    return files;
  }

  private static List<FileState> directory(Settings settings) {
    return settings.get(WEBAPPS).map(FileState::ofTree).orElse(List.of());
  }

  private void redeployUnchanged() {
    redeploy(settings);
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
      serve(started(settings), settings);
    }
    super.doStart();
  }

  @Override
  protected void doStop() throws Exception {
    super.doStop();
    current.forEach(Deployment::stop);
  }

  /** Calls this, instead of starting the web applications again, when files have changed. */
  public void whenFilesChange(Runnable reload) {
    changed = reload;
  }

  /**
   * Starts the web applications that these settings name, and then serves them in the place of the
   * old ones.
   *
   * <p>One of the directory {@code webapps} that cannot be started keeps its old copy.
   *
   * @throws UnusableSettingException if one that {@code war} names cannot be started; then the old
   *     ones are served on
   */
  public synchronized void redeploy(Settings fresh) {
    serve(started(fresh), fresh);
  }

  private List<Deployment> started(Settings fresh) {
    watch.setInUse(filesToWatch(fresh));
    directoryWatch.setInUse(directory(fresh));
    List<Wanted> named = Wanted.named(fresh);
    List<Wanted> found = Wanted.found(fresh, named);
    List<Deployment> started = new ArrayList<>();
    try {
      for (Wanted wanted : named) {
        started.add(start(wanted, fresh));
      }
    } catch (UnusableSettingException e) {
      started.forEach(this::discard);
      throw e;
    }
    for (Wanted wanted : found) {
      startIfItCan(wanted, fresh).or(() -> served(wanted)).ifPresent(started::add);
    }
    return started;
  }

  private Optional<Deployment> served(Wanted wanted) {
    return current.stream().filter(deployment -> deployment.wanted().equals(wanted)).findFirst();
  }

  /** Starts what is new or has changed in the directory, and ends what is gone. */
  private synchronized void lookAgain() {
    List<Wanted> found;
    try {
      found = Wanted.found(settings, Wanted.named(settings));
    } catch (UnusableSettingException e) {
      LOG.error("{}: {}; what is served stays", e.objection().headline(), e.objection().label());
      return;
    }
    List<Deployment> served = new ArrayList<>();
    for (Deployment deployment : current) {
      if (deployment.wanted().namedBy() != WEBAPPS) {
        served.add(deployment);
      }
    }
    for (Wanted wanted : found) {
      Optional<Deployment> same = served(wanted);
      List<FileState> now = FileState.ofTree(wanted.file());
      if (same.filter(deployment -> deployment.readFrom().equals(now)).isPresent()
          || now.equals(broken.get(wanted))) {
        same.ifPresent(served::add);
      } else {
        startIfItCan(wanted, settings).or(() -> same).ifPresent(served::add);
      }
    }
    serve(served, settings);
  }

  private Optional<Deployment> startIfItCan(Wanted wanted, Settings fresh) {
    List<FileState> now = FileState.ofTree(wanted.file());
    try {
      Deployment started = start(wanted, fresh);
      broken.remove(wanted);
      return Optional.of(started);
    } catch (UnusableSettingException e) {
      // Not again until its files have changed.
      broken.put(wanted, now);
      LOG.error("{}: {}; {}", wanted.file(), e.objection().headline(), e.objection().label());
      return Optional.empty();
    }
  }

  private void serve(List<Deployment> wanted, Settings fresh) {
    List<Deployment> before = current;
    current =
        wanted.stream()
            .sorted(comparingInt((Deployment one) -> one.contextPath().length()).reversed())
            .toList();
    settings = fresh;
    Duration patience = fresh.get(GRACEFUL_TIMEOUT);
    before.stream().filter(old -> !wanted.contains(old)).forEach(old -> drain(old, patience));
    if (fresh.get(WEBAPPS).isPresent() && !current.equals(before)) {
      List<String> paths = current.stream().map(Deployment::contextPath).sorted().toList();
      LOG.info("Serving {}", paths.isEmpty() ? "no web application" : String.join(", ", paths));
    }
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
    discard(old);
  }

  private Deployment start(Wanted wanted, Settings fresh) {
    wanted.check();
    List<FileState> readFrom = FileState.ofTree(wanted.file());
    WebAppContext context = WarContext.of(wanted, fresh);
    Deployment deployment =
        new Deployment(wanted, readFrom, context, memorySessions(wanted, context, fresh));
    context.setServer(getServer());
    // Not yet to be stopped with the server, which would wait until it has started.
    addBean(context, false);
    SystemProperties.set(fresh);
    try {
      context.start();
      manage(context);
      // Look only now, or a stop could miss it.
      if (isStopping() || isStopped()) {
        throw new IllegalStateException("the server stops");
      }
      // After web.xml, which says what the developer thought.
      SessionTimeout.set(context.getSessionHandler(), fresh);
      return deployment;
    } catch (Throwable e) {
      // A class that is missing is an Error.
      LOG.error("the web application {} did not start", wanted.file().getFileName(), e);
      discard(deployment);
      throw notStarted(wanted, e);
    }
  }

  private void discard(Deployment deployment) {
    deployment.stop();
    // Or one that failed to stop would be stopped again.
    unmanage(deployment.context());
    removeBean(deployment.context());
  }

  /** Empty when sessions are kept where every copy of the application finds them. */
  private Optional<MemorySessions> memorySessions(
      Wanted wanted, WebAppContext context, Settings fresh) {
    if (SessionStores.use(context, fresh)) {
      return Optional.empty();
    }
    SessionShelf shelf = shelves.computeIfAbsent(wanted.contextPath(), path -> new SessionShelf());
    return Optional.of(MemorySessions.of(context.getSessionHandler(), shelf));
  }

  private static UnusableSettingException notStarted(Wanted wanted, Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new UnusableSettingException(
            wanted.namedBy(),
            "the web application `" + wanted.file().getFileName() + "` did not start",
            "failed while starting")
        .pointingAt(wanted.file().toString())
        .note(words(root))
        .note("the error log has the stack trace")
        .causedBy(failure);
  }

  private static String words(Throwable cause) {
    if (cause instanceof SAXParseException xml) {
      String file = Objects.requireNonNullElse(xml.getSystemId(), "a descriptor");
      return DeploymentDescriptor.at(file.replaceFirst(".*/(?=WEB-INF/)", ""), xml);
    }
    // The kind of exception is the application's own word, and often all that it says.
    return cause.toString();
  }
}
