package dev.jetticorn.connector.server;

import static dev.jetticorn.connector.settings.Http2Settings.HTTP2_CLEARTEXT;
import static dev.jetticorn.connector.settings.Http2Settings.HTTP_PROTOCOLS;
import static dev.jetticorn.connector.settings.WorkerSettings.THREADS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKERS;
import static dev.jetticorn.connector.settings.WorkerSettings.WORKER_CLASS;

import dev.jetticorn.connector.server.listener.Protocols;
import dev.jetticorn.connector.settings.Http2ClearText;
import dev.jetticorn.connector.settings.HttpProtocol;
import dev.jetticorn.connector.settings.WorkerClass;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who runs the requests.
 *
 * @param workerClass the class asked for, or the one chosen when nothing was said
 * @param virtualThreads whether each request gets a virtual thread
 * @param permits how many requests may be in progress; empty for as many as there are threads
 * @param protocols what the listeners speak
 * @param warnings what the operator asked for and does not get
 */
record Workers(
    WorkerClass workerClass,
    boolean virtualThreads,
    OptionalInt permits,
    Protocols protocols,
    List<String> warnings) {

  private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

  /**
   * Until 23, a virtual thread that blocks in a synchronized block blocks its carrier (JEP 491).
   */
  private static final int FIRST_JAVA_WITHOUT_PINNING = 24;

  private static final int THREADS_WHEN_NOTHING_IS_SAID = 200;

  Workers {
    warnings = List.copyOf(warnings);
  }

  static Workers of(Settings settings) {
    return of(settings, Runtime.version().feature());
  }

  static Workers of(Settings settings, int javaVersion) {
    List<String> warnings = new ArrayList<>();
    WorkerClass workerClass =
        settings
            .get(WORKER_CLASS)
            .orElse(
                javaVersion >= FIRST_JAVA_WITHOUT_PINNING
                    ? WorkerClass.VIRTUAL
                    : WorkerClass.GTHREAD);
    return new Workers(
        workerClass,
        virtualThreads(workerClass, javaVersion, warnings),
        permits(settings),
        protocols(settings, workerClass, warnings),
        warnings);
  }

  /** How many platform threads run requests. */
  int platformThreads() {
    return virtualThreads
        ? THREADS_WHEN_NOTHING_IS_SAID
        : permits.orElse(THREADS_WHEN_NOTHING_IS_SAID);
  }

  private static boolean virtualThreads(
      WorkerClass workerClass, int javaVersion, List<String> warnings) {
    return switch (workerClass) {
      case GEVENT, EVENTLET, VIRTUAL -> {
        if (javaVersion < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
          warnings.add(
              "the "
                  + name(workerClass)
                  + " worker needs virtual threads, which Java "
                  + javaVersion
                  + " does not have; requests run on platform threads. Run on Java "
                  + FIRST_JAVA_WITH_VIRTUAL_THREADS
                  + " or later, or set worker_class = gthread");
          yield false;
        }
        yield true;
      }
      case SYNC, GTHREAD, ASGI, TORNADO -> false;
    };
  }

  private static OptionalInt permits(Settings settings) {
    Optional<Integer> workers = settings.get(WORKERS);
    Optional<Integer> threads = settings.get(THREADS);
    return workers.isEmpty() && threads.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.multiplyExact(workers.orElse(1), threads.orElse(1)));
  }

  private static Protocols protocols(
      Settings settings, WorkerClass workerClass, List<String> warnings) {
    return switch (workerClass) {
      case SYNC, TORNADO -> {
        if (settings.get(HTTP_PROTOCOLS).orElse(List.of()).contains(HttpProtocol.H2)
            || settings.get(HTTP2_CLEARTEXT) != Http2ClearText.OFF) {
          warnings.add(
              "HTTP/2 is not supported by the "
                  + name(workerClass)
                  + " worker; falling back to HTTP/1.1. For HTTP/2 set worker_class = gthread");
        }
        yield Protocols.HTTP1_ALONE;
      }
      case GTHREAD, GEVENT, EVENTLET, ASGI, VIRTUAL ->
          new Protocols(
              settings.get(HTTP_PROTOCOLS).orElse(List.of(HttpProtocol.H2, HttpProtocol.H1)),
              settings.get(HTTP2_CLEARTEXT));
    };
  }

  private static String name(WorkerClass workerClass) {
    return workerClass.name().toLowerCase(Locale.ROOT);
  }

  /** For example {@code gthread (platform threads, at most 8 requests at a time)}. */
  @Override
  public String toString() {
    String threads = virtualThreads ? "virtual threads" : "platform threads";
    String limit =
        permits.isPresent()
            ? "at most " + permits.getAsInt() + " requests at a time"
            : virtualThreads ? "one for each request" : "at most " + platformThreads();
    return name(workerClass) + " (" + threads + ", " + limit + ")";
  }
}
