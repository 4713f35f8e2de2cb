package dev.jetticorn.connector.server.forwarded;

import static dev.jetticorn.connector.settings.ProxySettings.FORWARDED_ALLOW_IPS;
import static dev.jetticorn.connector.settings.ProxySettings.FORWARDER_HEADERS;
import static dev.jetticorn.connector.settings.ProxySettings.SECURE_SCHEME_HEADERS;

import dev.jetticorn.connector.server.forwarded.ForwardedHeaders.Told;
import dev.jetticorn.connector.settings.model.Settings;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/**
 * Shows a request as it was sent to the proxy in front, where that is trusted; to the access log as
 * well, which a handler could not.
 *
 * <p>What others send is not looked at, and stays in the request as it came, but for the scheme,
 * which is that of the connection.
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
    Told told = withScheme(read(request), request.getConnectionMetaData().isSecure());
    boolean asItCame =
        told.client().isEmpty()
            && told.authority().isEmpty()
            && told.prefix().isEmpty()
            && told.scheme().filter(scheme -> is(request.getHttpURI(), scheme)).isPresent();
    return asItCame ? request : new ForwardedRequest(request, told);
  }

  private Told read(Request request) {
    if (!headers.trusted().includes(request.getConnectionMetaData().getRemoteSocketAddress())) {
      return Told.NOTHING;
    }
    try {
      HttpURI uri = request.getHttpURI();
      return headers.read(request.getHeaders(), uri.getHost() == null ? "" : uri.getHost());
    } catch (MalformedFieldException e) {
      throw new HttpException.RuntimeException(
          HttpStatus.BAD_REQUEST_400, "Bad forwarding header: " + e.getMessage());
    }
  }

  /**
   * Where no proxy says it, the connection tells the scheme. The request does not: Jetty believes
   * {@code :scheme} and {@code GET https://...}, by which any client could say that it is secure.
   */
  private static Told withScheme(Told told, boolean secure) {
    HttpScheme transport = secure ? HttpScheme.HTTPS : HttpScheme.HTTP;
    return new Told(
        told.client(),
        told.authority(),
        told.scheme().or(() -> Optional.of(transport.asString())),
        told.prefix());
  }

  private static boolean is(HttpURI uri, String scheme) {
    // CONNECT and OPTIONS * have none.
    return uri.getScheme() == null || uri.getScheme().equalsIgnoreCase(scheme);
  }
}
