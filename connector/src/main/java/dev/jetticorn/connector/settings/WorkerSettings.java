package dev.jetticorn.connector.settings;

import static dev.jetticorn.connector.settings.model.RefusedSetting.never;
import static dev.jetticorn.connector.settings.model.Setting.defaultFrom;
import static dev.jetticorn.connector.settings.model.Setting.flags;
import static dev.jetticorn.connector.settings.model.Setting.gunicornDefault;
import static dev.jetticorn.connector.settings.model.Setting.notInGunicorn;
import static dev.jetticorn.connector.settings.model.ValueType.choice;
import static dev.jetticorn.connector.settings.model.ValueType.integer;
import static dev.jetticorn.connector.settings.model.ValueType.orAuto;
import static dev.jetticorn.connector.settings.model.ValueType.seconds;

import dev.jetticorn.connector.settings.model.Section;
import dev.jetticorn.connector.settings.model.Setting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Who runs the requests, how many at once, and for how long. */
public final class WorkerSettings {
  static final Section SECTION =
      Section.titled("Workers")
          .refuse(
              never(
                      "max_requests",
                      "one process serves for ever; it is not recycled by a number of requests",
                      "leave it out")
                  .gunicornDefault("0"),
              never(
                      "max_requests_jitter",
                      "one process serves for ever; it is not recycled by a number of requests",
                      "leave it out")
                  .gunicornDefault("0"),
              never("asgi_loop", "Python's event loop does not exist here", "leave it out")
                  .gunicornDefault("auto"),
              never(
                      "asgi_lifespan",
                      "Python's event loop does not exist here",
                      "leave it out; a `ServletContextListener` hears of start and stop")
                  .gunicornDefault("auto"),
              never(
                      "asgi_disconnect_grace_period",
                      "Python's event loop does not exist here",
                      "leave it out")
                  .gunicornDefault("3"),
              never("http_parser", "there is one parser, Jetty's", "leave it out")
                  .gunicornDefault("auto"));

  public static final Setting<Optional<Integer>> WORKERS =
      SECTION.setting(
          "workers",
          orAuto(integer(1, 10_000)),
          Optional.empty(),
          """
          With `threads`, how many requests may be in progress: `workers` x `threads`.

          One process serves all. When neither is set, the worker class is the limit. When the
          environment has WEB_CONCURRENCY, that is the default.
          """,
          flags("-w"),
          gunicornDefault("1"),
          defaultFrom("WEB_CONCURRENCY", number -> number));

  public static final Setting<Optional<Integer>> THREADS =
      SECTION.setting(
          "threads",
          orAuto(integer(1, 10_000)),
          Optional.empty(),
          """
          With `workers`, how many requests may be in progress: `workers` x `threads`.
          """,
          gunicornDefault("1"));

  public static final Setting<Optional<WorkerClass>> WORKER_CLASS =
      SECTION.setting(
          "worker_class",
          orAuto(choice(workerClassWords())),
          Optional.empty(),
          """
          What runs a request.

          `gthread` and `asgi` are platform threads; `gevent`, `eventlet` and `virtual` are virtual
          threads, one for each request. `sync` and `tornado` speak HTTP/1.1 alone. `auto` means
          virtual threads on Java 24 and later, platform threads before.
          """,
          flags("-k"),
          gunicornDefault("sync"));

  public static final Setting<Integer> WORKER_CONNECTIONS =
      SECTION.setting(
          "worker_connections",
          integer(1, Integer.MAX_VALUE),
          1000,
          """
          How many connections may be open at once.

          When there are more, idle ones are closed to let others in: first those that never sent a
          whole request, then those whose last request is longest ago. Where none is idle, further
          clients wait.
          """);

  public static final Setting<Duration> TIMEOUT =
      SECTION.setting(
          "timeout",
          seconds(0, 31_536_000),
          Duration.ZERO,
          """
          How long one request may take, on the clock; 0 means any time.

          It counts from when the request is let in by `workers` x `threads` to the end of its
          response. Then the error log has the stack of the thread that is stuck, and the client
          gets 503, or RST_STREAM or the end of the connection where the response has begun. The
          thread itself is left alone, and holds its place until the servlet returns. Downloads,
          event streams and gRPC streams are requests too; a WebSocket is not.
          """,
          flags("-t"),
          gunicornDefault("30"));

  public static final Setting<Duration> KEEPALIVE =
      SECTION.setting(
          "keepalive",
          seconds(0, 31_536_000),
          Duration.ofSeconds(75),
          """
          How long a connection may be idle before it is closed.

          Idle is an HTTP/1.1 connection between two requests, and an HTTP/2 connection without
          streams. With 0 an HTTP/1.1 connection is closed after its first response, and an HTTP/2
          connection after a second without streams.
          """,
          flags("--keep-alive"),
          gunicornDefault("2"));

  public static final Setting<Integer> MAX_CONNECTION_REQUESTS =
      SECTION.setting(
          "max_connection_requests",
          integer(0, Integer.MAX_VALUE),
          0,
          """
          How many requests a connection serves before it is closed; 0 means any number.

          The last response of an HTTP/1.1 connection says `Connection: close`; an HTTP/2 client
          gets GOAWAY, and its streams finish. Each connection has up to a tenth fewer, at random,
          so that clients do not all come back at once.
          """,
          notInGunicorn());

  public static final Setting<Duration> MAX_CONNECTION_AGE =
      SECTION.setting(
          "max_connection_age",
          seconds(0, 31_536_000),
          Duration.ZERO,
          """
          How long a connection lives before it is closed, however busy; 0 means for ever.

          An HTTP/2 client gets GOAWAY, and its streams finish; on HTTP/1.1 the next response says
          `Connection: close`. Each connection has up to a tenth less, at random. It lets load
          balancers and new DNS entries come into effect.
          """,
          notInGunicorn());

  public static final Setting<Duration> GRACEFUL_TIMEOUT =
      SECTION.setting(
          "graceful_timeout",
          seconds(0, 31_536_000),
          Duration.ofSeconds(30),
          """
          How long requests in progress may take to finish when the server stops.
          """);

  private WorkerSettings() {}

  private static Map<WorkerClass, List<String>> workerClassWords() {
    var words = new EnumMap<WorkerClass, List<String>>(WorkerClass.class);
    for (WorkerClass value : WorkerClass.values()) {
      words.put(value, List.of(value.name().toLowerCase(Locale.ROOT)));
    }
    return words;
  }
}
