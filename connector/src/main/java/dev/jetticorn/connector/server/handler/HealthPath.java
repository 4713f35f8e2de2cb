package dev.jetticorn.connector.server.handler;

import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Tells probes whether the server lives, and whether it is ready for requests.
 *
 * <p>With {@code /healthz}, {@code /healthz/live} is 200 as long as anybody answers at all, and
 * {@code /healthz/ready} is 200 or 503. {@code /healthz} itself is the second of them.
 */
public final class HealthPath extends Handler.Wrapper implements OperatorPath {
  private final String ready;
  private final String readyToo;
  private final String live;

  /**
   * Makes a handler; what it wraps is set later.
   *
   * @param path e.g. {@code /healthz}
   */
  public HealthPath(String path) {
    this.ready = path;
    this.readyToo = path + "/ready";
    this.live = path + "/live";
  }

  /** Where it is. */
  public String path() {
    return ready;
  }

  @Override
  public boolean answers(Request request) {
    return question(request).isPresent();
  }

  private enum Question {
    READY,
    LIVE
  }

  private Optional<Question> question(Request request) {
    String path = request.getHttpURI().getCanonicalPath();
    if (ready.equals(path) || readyToo.equals(path)) {
      return Optional.of(Question.READY);
    }
    return live.equals(path) ? Optional.of(Question.LIVE) : Optional.empty();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<Question> question = question(request);
    if (question.isEmpty()) {
      return super.handle(request, response, callback);
    }
    switch (question.get()) {
      case LIVE -> answer(request, response, HttpStatus.OK_200, "live", callback);
      case READY -> {
        if (getServer().isStarted()) {
          answer(request, response, HttpStatus.OK_200, "ready", callback);
        } else {
          answer(request, response, HttpStatus.SERVICE_UNAVAILABLE_503, "stopping", callback);
        }
      }
    }
    return true;
  }

  private static void answer(
      Request request, Response response, int status, String word, Callback callback) {
    OperatorAnswer.write(
        request,
        response,
        status,
        MimeTypes.Type.TEXT_PLAIN_8859_1.asString(),
        () -> word + "\n",
        callback);
  }
}
