package dev.jetticorn.connector.server.hook;

import static dev.jetticorn.connector.settings.ApplicationSettings.LIB;

import dev.jetticorn.bridge.ServerListener;
import dev.jetticorn.connector.settings.model.Settings;
import dev.jetticorn.connector.settings.model.UnusableSettingException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of the operator, each called safely. */
public final class Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  /** No listeners. */
  public static final Hooks NONE = new Hooks(List.of());

  /** A listener and where it comes from. */
  private record Hook(ServerListener listener, String source) {
    @Override
    public String toString() {
      return listener.getClass().getName() + " (" + source + ")";
    }
  }

  private final List<Hook> hooks;

  private Hooks(List<Hook> hooks) {
    this.hooks = List.copyOf(hooks);
  }

  /**
   * Finds and makes the listeners: those of the class path, for a program that embeds the server,
   * and those of {@code lib}.
   *
   * @throws UnusableSettingException if a jar is broken, or one of its listeners cannot be made
   */
  public static Hooks load(Settings settings) {
    List<Hook> hooks = new ArrayList<>(made(Hooks.class.getClassLoader(), "class path"));
    Libraries libraries = Libraries.of(settings);
    for (Path jar : libraries.jars()) {
      hooks.addAll(made(new ServicesOfJar(jar, libraries.classes()), jar.toString()));
    }
    return hooks.isEmpty() ? NONE : new Hooks(hooks);
  }

  private static List<Hook> made(ClassLoader services, String source) {
    try {
      return ServiceLoader.load(ServerListener.class, services).stream()
          .map(provider -> new Hook(provider.get(), source))
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      UnusableSettingException broken =
          new UnusableSettingException(
                  LIB, "a hook of `" + source + "` cannot be made", "has a broken hook")
              .note(words(e))
              .causedBy(e);
      throw e.getCause() == null ? broken : broken.note(words(e.getCause()));
    }
  }

  private static String words(Throwable thrown) {
    // ServiceLoader begins with the name of the interface, which says nothing here.
    return thrown instanceof ServiceConfigurationError
        ? String.valueOf(thrown.getMessage()).replace(ServerListener.class.getName() + ": ", "")
        : thrown.toString();
  }

  /** Whether there is nobody to call. */
  public boolean isEmpty() {
    return hooks.isEmpty();
  }

  /**
   * Calls {@code on_starting}.
   *
   * @throws UnusableSettingException if a listener does not want the server to start
   */
  public void starting() {
    for (Hook hook : hooks) {
      try {
        hook.listener().onStarting();
      } catch (Throwable thrown) {
        LOG.error("{}: on_starting failed", hook, thrown);
        throw new UnusableSettingException(
                LIB, "the hook " + hook + " keeps the server from starting", "on_starting failed")
            .note(thrown.toString())
            .note("the error log has the stack trace")
            .causedBy(thrown);
      }
    }
  }

  /** Calls {@code when_ready}. */
  public void ready(List<URI> addresses) {
    each("when_ready", listener -> listener.whenReady(addresses));
  }

  /** Calls {@code on_reload}. */
  public void reloaded() {
    each("on_reload", ServerListener::onReload);
  }

  /** Calls {@code on_exit}. */
  public void exiting() {
    each("on_exit", ServerListener::onExit);
  }

  /** Calls {@code pre_request}. */
  public void before(ServerListener.Request request) {
    each("pre_request", listener -> listener.preRequest(request));
  }

  /** Calls {@code post_request}. */
  public void after(ServerListener.Request request, int status, Duration duration) {
    each("post_request", listener -> listener.postRequest(request, status, duration));
  }

  /** Calls {@code worker_abort}. */
  public void aborted(ServerListener.Request request, List<Thread> stuck) {
    each("worker_abort", listener -> listener.workerAbort(request, stuck));
  }

  /** Calls {@code ssl_context}; a listener that fails changes nothing. */
  public SSLContext sslContext(SSLContext context) {
    SSLContext changed = context;
    for (Hook hook : hooks) {
      try {
        changed =
            Objects.requireNonNull(hook.listener().sslContext(changed), "sslContext returned null");
      } catch (Throwable thrown) {
        failed(hook, "ssl_context", thrown);
      }
    }
    return changed;
  }

  private void each(String name, Consumer<ServerListener> call) {
    for (Hook hook : hooks) {
      try {
        call.accept(hook.listener());
      } catch (Throwable thrown) {
        failed(hook, name, thrown);
      }
    }
  }

  private static void failed(Hook hook, String name, Throwable thrown) {
    LOG.error("the hook {} failed in {}, which changes nothing else", hook, name, thrown);
  }
}
