package dev.jetticorn.connector.server.forwarded;

import static dev.jetticorn.connector.settings.ProxySettings.FORWARDED_ALLOW_IPS;
import static dev.jetticorn.connector.settings.ProxySettings.FORWARDER_HEADERS;
import static dev.jetticorn.connector.settings.ProxySettings.SECURE_SCHEME_HEADERS;

import dev.jetticorn.connector.server.forwarded.ForwardedHeaders.Told;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Shows a request as it was sent to the proxy in front, where that is trusted; to the access log as
 * well, which a handler could not.
 *
 * <p>What others send is not looked at, and stays in the request as it came.
 */
public final class ForwardedCustomizer implements HttpConfiguration.Customizer {
  private final ForwardedHeaders headers;

  /** Believes what the settings say. */
  public ForwardedCustomizer(Settings settings) {
    this.headers =
        new ForwardedHeaders(
            settings.get(FORWARDER_HEADERS).orElse(List.of()),
            settings.get(SECURE_SCHEME_HEADERS).orElse(List.of()),
            settings.get(FORWARDED_ALLOW_IPS));
  }

  @Override
  public Request customize(Request request, HttpFields.Mutable responseHeaders) {
    if (!headers.trusted().includes(request.getConnectionMetaData().getRemoteSocketAddress())) {
      return request;
    }
    try {
      HttpURI uri = request.getHttpURI();
      String host = uri.getHost() == null ? "" : uri.getHost();
      Told told = headers.read(request.getHeaders(), host);
      return told.isNothing() ? request : new ForwardedRequest(request, told);
    } catch (MalformedFieldException e) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "Bad forwarding header: " + e.getMessage());
    }
  }
}
