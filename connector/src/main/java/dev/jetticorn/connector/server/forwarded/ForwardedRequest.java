package dev.jetticorn.connector.server.forwarded;

import dev.jetticorn.connector.server.forwarded.ForwardedHeaders.Told;
import java.net.SocketAddress;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.HostPort;
import org.jspecify.annotations.Nullable;

/** A request as the client sent it to the proxy. */
final class ForwardedRequest extends Request.Wrapper {
  private final Told told;
  private final HttpURI uri;
  private final HttpFields fields;
  private final ConnectionMetaData connection;

  ForwardedRequest(Request request, Told told) {
    super(request);
    this.told = told;
    this.uri = uri(request.getHttpURI(), told);
    this.fields =
        told.authority()
            .<HttpFields>map(
                authority ->
                    HttpFields.build(
                        request.getHeaders(),
                        new HostPortHttpField(authority.host(), authority.port())))
            .orElseGet(request::getHeaders);
    this.connection = new ForwardedConnection(request.getConnectionMetaData(), told);
  }

  private static HttpURI uri(HttpURI uri, Told told) {
    HttpURI.Mutable changed = HttpURI.build(uri);
    told.scheme().ifPresent(changed::scheme);
    told.authority().ifPresent(authority -> changed.authority(authority.host(), authority.port()));
    return changed.asImmutable();
  }

  /** What the proxy took off the path, which this request does not have either. */
  String prefix() {
    return told.prefix();
  }

  @Override
  public HttpURI getHttpURI() {
    return uri;
  }

  @Override
  public HttpFields getHeaders() {
    return fields;
  }

  /** What counts is how the client came, not how the proxy did. */
  @Override
  public boolean isSecure() {
    return told.scheme().map(HttpScheme.HTTPS::is).orElseGet(super::isSecure);
  }

  @Override
  public ConnectionMetaData getConnectionMetaData() {
    return connection;
  }

  private static final class ForwardedConnection extends ConnectionMetaData.Wrapper {
    private final Told told;

    ForwardedConnection(ConnectionMetaData connection, Told told) {
      super(connection);
      this.told = told;
    }

    @Override
    public @Nullable SocketAddress getRemoteSocketAddress() {
      return told.client().isPresent() ? told.client().get() : super.getRemoteSocketAddress();
    }

    @Override
    public @Nullable HostPort getServerAuthority() {
      return told.authority().isPresent()
          ? new HostPort(told.authority().get().host(), told.authority().get().port())
          : super.getServerAuthority();
    }
  }
}
