package dev.jetticorn.connector.server.handler;

import dev.jetticorn.connector.server.forwarded.ForwardedPrefix;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;

/**
 * Sends who did not come by HTTPS there, with 308 (RFC 9110, section 15.4.9): the same request
 * again, body and all.
 */
public final class HttpsRedirect extends Handler.Wrapper {
  private static final int HTTPS_PORT = 443;

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String target = request.getHttpURI().getPathQuery();
    // OPTIONS * and CONNECT ask for nothing that would have an address.
    if (request.isSecure() || target == null || !target.startsWith("/")) {
      return super.handle(request, response, callback);
    }
    response
        .getHeaders()
        .put(
            HttpHeader.LOCATION,
            HttpURI.build()
                .scheme("https")
                .authority(Request.getServerName(request), port())
                .pathQuery(ForwardedPrefix.of(request) + target)
                .asString());
    PlainAnswer.write(response, HttpStatus.PERMANENT_REDIRECT_308, callback);
    return true;
  }

  /** The port of our own HTTPS; without that, the one of a proxy. */
  private int port() {
    return Arrays.stream(getServer().getConnectors())
        .filter(connector -> connector.getConnectionFactory(SslConnectionFactory.class) != null)
        .filter(NetworkConnector.class::isInstance)
        .mapToInt(connector -> ((NetworkConnector) connector).getLocalPort())
        .filter(port -> port > 0 && port != HTTPS_PORT)
        .findFirst()
        .orElse(0);
  }
}
