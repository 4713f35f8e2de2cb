package dev.jetticorn.bridge;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Hears of what the server does; the methods are gunicorn's server hooks.
 *
 * <p>A class that implements it is put into a jar that names it in {@code
 * META-INF/services/dev.jetticorn.bridge.ServerListener}, and the jar into the directory of the
 * setting {@code lib}. It needs a public constructor without parameters. What a method throws is
 * logged with the names of class and jar, and does no harm; only {@link #onStarting} can keep the
 * server from starting.
 */
public interface ServerListener {

  /** The server is about to start ({@code on_starting}); what this throws keeps it from that. */
  default void onStarting() {}

  /**
   * The server takes requests ({@code when_ready}).
   *
   * @param addresses where clients find it, with real ports
   */
  default void whenReady(List<URI> addresses) {}

  /** Settings and web applications have been loaded again ({@code on_reload}). */
  default void onReload() {}

  /** The server has stopped ({@code on_exit}). */
  default void onExit() {}

  /**
   * A request is about to be handled ({@code pre_request}), by the thread that will handle it.
   *
   * @param request valid until {@link #postRequest} returns
   */
  default void preRequest(Request request) {}

  /**
   * A response is complete, or has failed ({@code post_request}).
   *
   * @param status the status that was sent, or 0 if nothing was
   * @param duration since the head of the request had come
   */
  default void postRequest(Request request, int status, Duration duration) {}

  /**
   * A request took longer than the setting {@code timeout} ({@code worker_abort}), and has been
   * answered by the server.
   *
   * @param stuck the threads that work on it; none if it is asynchronous
   */
  default void workerAbort(Request request, List<Thread> stuck) {}

  /**
   * Changes what TLS is done with ({@code ssl_context}), at the start and after each change of a
   * certificate.
   *
   * @param context what the server would use
   * @return the same, or another one
   */
  default SSLContext sslContext(SSLContext context) {
    return context;
  }

  /** What a listener learns of a request. */
  interface Request {
    /** For example {@code GET}. */
    String method();

    /** The path as the client sent it, for example {@code /shop/cart}. */
    String path();

    /** What stands behind the question mark. */
    Optional<String> query();

    /** For example {@code HTTP/2.0}. */
    String protocol();

    /** The client's address; empty on a unix socket. */
    String remoteAddress();

    /** The first field of this name. */
    Optional<String> field(String name);
  }
}
