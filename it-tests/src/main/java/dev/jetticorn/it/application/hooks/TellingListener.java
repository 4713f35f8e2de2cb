package dev.jetticorn.it.application.hooks;

import dev.jetticorn.bridge.ServerListener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Says on standard output what it hears, and fails where {@code -Dit.fails} says so. */
public final class TellingListener implements ServerListener {
  private static void tell(String name, String what) {
    System.out.println("hook " + name + " " + what);
    if (name.equals(System.getProperty("it.fails"))) {
      throw new IllegalStateException("as it was told");
    }
  }

  @Override
  public void onStarting() {
    tell("on_starting", "");
  }

  @Override
  public void whenReady(List<URI> addresses) {
    tell("when_ready", addresses.get(0).getScheme());
  }

  @Override
  public void onReload() {
    tell("on_reload", "");
  }

  @Override
  public void onExit() {
    tell("on_exit", "");
  }

  @Override
  public void preRequest(Request request) {
    tell(
        "pre_request",
        "%s %s %s %s %s %s"
            .formatted(
                request.method(),
                request.path(),
                request.query().orElse("-"),
                request.protocol(),
                request.remoteAddress(),
                request.field("X-Told").orElse("-")));
  }

  @Override
  public void postRequest(Request request, int status, Duration duration) {
    tell("post_request", request.path() + " " + status + " " + !duration.isNegative());
  }

  @Override
  public void workerAbort(Request request, List<Thread> stuck) {
    tell("worker_abort", request.path() + " " + stuck.size());
  }

  @Override
  public SSLContext sslContext(SSLContext context) {
    tell("ssl_context", context.getProtocol());
    return context;
  }
}
