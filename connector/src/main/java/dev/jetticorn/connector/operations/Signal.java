package dev.jetticorn.connector.operations;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signal of the operating system, and what it does: {@code Signal.HUP.runs(server::reload)}.
 *
 * <p>{@code QUIT} is missing because the JVM keeps it for itself: it prints the stacks of all
 * threads.
 */
public enum Signal {
  TERM,
  INT,
  HUP,
  USR1,
  TTIN,
  TTOU;

  private static final Logger LOG = LoggerFactory.getLogger(Signal.class);

  /**
   * Runs the action each time that the signal comes, on a thread of its own, in place of what the
   * JVM or the system would do.
   *
   * @return false where this JVM leaves no signals to us
   */
  public boolean runs(Runnable action) {
    try {
      handle(
          () -> {
            LOG.info("Handling signal: {}", name().toLowerCase(Locale.ROOT));
            try {
              action.run();
            } catch (RuntimeException e) {
              LOG.error("signal {} was not handled", this, e);
            }
          });
      return true;
    } catch (InvocationTargetException e) {
      // The JVM runs with -Xrs, for example.
      LOG.warn("Signal {} is not handled: {}", this, String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException e) {
      LOG.warn("Signals are not handled: this JVM lacks the module jdk.unsupported");
    }
    return false;
  }

  /**
   * By reflection, because the compiler warns of {@code sun.misc.Signal} in a way that nothing in
   * the source can silence, and because a JVM made with jlink need not have it.
   */
  private void handle(Runnable action) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    MethodHandle run =
        MethodHandles.publicLookup()
            .findVirtual(Runnable.class, "run", methodType(void.class))
            .bindTo(action);
    Object onSignal =
        MethodHandleProxies.asInterfaceInstance(
            handler, MethodHandles.dropArguments(run, 0, signal));
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name()), onSignal);
  }
}
