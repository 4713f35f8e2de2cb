package dev.jetticorn.connector.server.metrics;

import dev.jetticorn.connector.server.handler.OperatorAnswer;
import dev.jetticorn.connector.server.handler.OperatorPath;
import dev.jetticorn.connector.settings.TrustedPeers;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Shows the metrics at a path, to those who may see them; to others it is not there. */
public final class MetricsPath extends Handler.Wrapper implements OperatorPath {
  private final String path;
  private final TrustedPeers readers;
  private final boolean withBacklog;

  // Made when it is first asked for, because it costs a third of a second.
  private @Nullable PrometheusText text;

  /**
   * Makes a handler; what it wraps is set later.
   *
   * @param path e.g. {@code /metrics}
   * @param readers who may see them, by the address of the client
   * @param withBacklog whether they have what waits
   */
  public MetricsPath(String path, TrustedPeers readers, boolean withBacklog) {
    this.path = path;
    this.readers = readers;
    this.withBacklog = withBacklog;
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  @Override
  public boolean answers(Request request) {
    return path.equals(request.getHttpURI().getCanonicalPath())
        && readers.includes(request.getConnectionMetaData().getRemoteSocketAddress());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!answers(request)) {
      return super.handle(request, response, callback);
    }
    OperatorAnswer.write(
        request,
        response,
        HttpStatus.OK_200,
        PrometheusText.CONTENT_TYPE,
        () -> text().page(),
        callback);
    return true;
  }

  private synchronized PrometheusText text() {
    PrometheusText made = text;
    if (made == null) {
      made = new PrometheusText(getServer(), withBacklog);
      text = made;
    }
    return made;
  }
}
