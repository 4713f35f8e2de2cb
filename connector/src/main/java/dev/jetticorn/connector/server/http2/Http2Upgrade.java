package dev.jetticorn.connector.server.http2;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.eclipse.jetty.http2.parser.SettingsBodyParser;
import org.eclipse.jetty.http2.server.internal.HTTP2ServerConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;

/** A request of HTTP/1.1 that asks to go on in HTTP/2 (RFC 7540, section 3.2). */
public final class Http2Upgrade {
  /** What HTTP/2 does not have (RFC 9113, section 8.2.2), beside what `Connection` names. */
  private static final EnumSet<HttpHeader> CONNECTION_SPECIFIC =
      EnumSet.of(
          HttpHeader.CONNECTION,
          HttpHeader.UPGRADE,
          HttpHeader.KEEP_ALIVE,
          HttpHeader.PROXY_CONNECTION,
          HttpHeader.TRANSFER_ENCODING);

  private final MetaData.Request request;

  private Http2Upgrade(MetaData.Request request) {
    this.request = request;
  }

  /**
   * Whether a request with {@code Upgrade: h2c} can be granted. When it cannot, it is a request of
   * HTTP/1.1 like any other: an upgrade is an offer of the client.
   *
   * <p>It cannot without exactly one {@code HTTP2-Settings}, nor when {@code Connection} does not
   * name both fields: then somebody between us and the client did not understand them, and handed
   * them on. Nor with a body, which would have to come before HTTP/2 begins.
   *
   * @throws HttpException.RuntimeException with status 400 when the SETTINGS in it are malformed
   */
  public static Optional<Http2Upgrade> of(MetaData.Request request) {
    HttpFields fields = request.getHttpFields();
    List<HttpField> settings = fields.getFields(HttpHeader.HTTP2_SETTINGS);
    if (request.getHttpVersion() != HttpVersion.HTTP_1_1
        || hasBody(request)
        || settings.size() != 1
        || !fields.contains(HttpHeader.CONNECTION, HttpHeader.UPGRADE.asString())
        || !fields.contains(HttpHeader.CONNECTION, HttpHeader.HTTP2_SETTINGS.asString())) {
      return Optional.empty();
    }
    check(settings.get(0));
    return Optional.of(new Http2Upgrade(request));
  }

  private static boolean hasBody(MetaData.Request request) {
    return request.getContentLength() > 0
        || request.getHttpFields().contains(HttpHeader.TRANSFER_ENCODING)
        || request.is100ContinueExpected();
  }

  /** The payload of a SETTINGS frame in base64url (RFC 7540, section 3.2.1). */
  private static void check(HttpField settings) {
    String value = settings.getValue() == null ? "" : settings.getValue();
    try {
      byte[] payload = Base64.getUrlDecoder().decode(value);
      if (SettingsBodyParser.parseBody(ByteBuffer.wrap(payload)) == null) {
        throw malformed();
      }
    } catch (IllegalArgumentException notBase64) {
      throw malformed();
    }
  }

  private static HttpException.RuntimeException malformed() {
    return new HttpException.RuntimeException(
        HttpStatus.BAD_REQUEST_400, "malformed " + HttpHeader.HTTP2_SETTINGS);
  }

  /**
   * Makes the connection that goes on: it answers the request on stream 1.
   *
   * @param response101 gets the fields of the answer that ends HTTP/1.1
   */
  public Connection connection(
      Http2ConnectionFactory http2,
      Connector connector,
      EndPoint endPoint,
      HttpFields.Mutable response101) {
    HTTP2ServerConnection connection =
        (HTTP2ServerConnection) http2.newConnection(connector, endPoint);
    connection.upgrade(asHttp2(), response101);
    return connection;
  }

  /** Leaves out what was about the connection of HTTP/1.1, but for what Jetty still reads. */
  private MetaData.Request asHttp2() {
    List<String> named = request.getHttpFields().getCSV(HttpHeader.CONNECTION, false);
    HttpFields.Mutable fields = HttpFields.build();
    for (HttpField field : request.getHttpFields()) {
      boolean connectionSpecific =
          CONNECTION_SPECIFIC.contains(field.getHeader())
              || (field.getHeader() == HttpHeader.TE && !field.contains("trailers"))
              || named.stream().anyMatch(field::is);
      if (!connectionSpecific || field.getHeader() == HttpHeader.HTTP2_SETTINGS) {
        fields.add(field);
      }
    }
    return withFields(request, fields);
  }

  /** The request that Jetty hands on, without what it has read. */
  static HeadersFrame withoutSettings(HeadersFrame frame) {
    return frame.getMetaData() instanceof MetaData.Request request
        ? new HeadersFrame(
            frame.getStreamId(),
            withFields(
                request,
                HttpFields.build(request.getHttpFields()).remove(HttpHeader.HTTP2_SETTINGS)),
            frame.getPriority(),
            frame.isEndStream())
        : frame;
  }

  private static MetaData.Request withFields(MetaData.Request request, HttpFields.Mutable fields) {
    return new MetaData.Request(
        request.getBeginNanoTime(),
        request.getMethod(),
        request.getHttpURI(),
        HttpVersion.HTTP_2,
        fields.asImmutable(),
        request.getContentLength());
  }
}
