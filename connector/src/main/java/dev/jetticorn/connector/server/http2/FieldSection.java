package dev.jetticorn.connector.server.http2;

import dev.jetticorn.connector.request.Authority;
import java.util.StringJoiner;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one block as they come, and what they make: a request, trailers, or something that
 * is malformed (RFC 9113, 8.3).
 *
 * <p>Of a list that is larger than announced only the pseudo-header fields are kept, so that a
 * request which gets 431 costs no memory while it waits for it.
 */
final class FieldSection {
  /** What cannot be a request, nor the trailers of one. */
  static final MetaData MALFORMED = new MetaData(HttpVersion.HTTP_2, HttpFields.EMPTY);

  /** What each field counts for in a list, beside its name and value (RFC 9113, 6.5.2). */
  private static final int FIELD_OVERHEAD = 32;

  private final long announced;
  private final long largest;
  private final HttpFields.Mutable fields = HttpFields.build();
  private long size;
  private boolean isMalformed;
  private boolean hasPseudoFields;
  private boolean hasFields;
  private boolean hasCookies;
  private @Nullable String method;
  private @Nullable String scheme;
  private @Nullable String path;
  private @Nullable String protocol;
  private @Nullable HostPortHttpField authority;

  /**
   * A section without fields.
   *
   * @param announced how large a list may be, in bytes
   * @param largest what even a mistaken client does not send
   */
  FieldSection(long announced, long largest) {
    this.announced = announced;
    this.largest = largest;
  }

  /**
   * Takes the next field.
   *
   * @param isLegal whether name and value have legal characters alone
   * @throws HpackException.SessionException when the list is far too large
   */
  void add(HttpField field, boolean isLegal) throws HpackException.SessionException {
    size += field.getName().length() + field.getValue().length() + FIELD_OVERHEAD;
    if (size > largest) {
      throw new HpackException.SessionException("a list of fields that is far too large");
    }
    if (!isLegal) {
      isMalformed = true;
    } else if (field.getName().charAt(0) == ':') {
      hasPseudoFields = true;
      isMalformed |= hasFields || !addPseudo(field);
    } else if (isOversized()) {
      hasFields = true;
      fields.clear();
    } else {
      hasCookies |= field.getHeader() == HttpHeader.COOKIE;
      hasFields = true;
      fields.add(field);
    }
  }

  private boolean isOversized() {
    return size > announced;
  }

  /** Whether it is one that requests have, and the first of its name. */
  private boolean addPseudo(HttpField field) {
    HttpHeader header = field.getHeader();
    String value = field.getValue();
    if (header == HttpHeader.C_METHOD && method == null) {
      method = value;
    } else if (header == HttpHeader.C_SCHEME
        && scheme == null
        && HttpScheme.CACHE.get(value) != null) {
      scheme = HttpScheme.CACHE.get(value).asString();
    } else if (header == HttpHeader.C_PATH && path == null) {
      path = value;
    } else if (header == HttpHeader.C_PROTOCOL && protocol == null) {
      protocol = value;
    } else if (header == HttpHeader.C_AUTHORITY
        && authority == null
        && field instanceof HostPortHttpField hostAndPort
        && !hostAndPort.getHost().isEmpty()
        && Authority.hasPlainPort(value)) {
      authority = hostAndPort;
    } else {
      return false;
    }
    return true;
  }

  /**
   * What all fields make.
   *
   * @param beginNanoTime when the first of them came
   */
  MetaData build(long beginNanoTime) {
    if (isMalformed) {
      return MALFORMED;
    }
    if (!hasPseudoFields) {
      return isOversized() ? MALFORMED : new MetaData(HttpVersion.HTTP_2, fields);
    }
    boolean isConnect = HttpMethod.CONNECT.is(method);
    boolean isPlainConnect = isConnect && protocol == null;
    if (method == null
        || (protocol != null && !isConnect)
        || (!isPlainConnect && (scheme == null || path == null))) {
      return MALFORMED;
    }
    if (hasCookies) {
      joinCookies();
    }
    try {
      MetaData.Request request =
          isConnect
              ? new MetaData.ConnectRequest(
                  beginNanoTime, scheme, authority, path, fields, protocol)
              : new MetaData.Request(beginNanoTime, method, uri(), HttpVersion.HTTP_2, fields);
      return isOversized() ? new OversizedRequest(request) : request;
    } catch (RuntimeException noUri) {
      return MALFORMED;
    }
  }

  private HttpURI uri() {
    return HttpURI.build()
        .scheme(scheme)
        .host(authority == null ? null : authority.getHost())
        .port(authority == null ? -1 : authority.getPort())
        .pathQuery(path);
  }

  /** RFC 9113, 8.2.3: whoever does not know HTTP/2 looks for one field. */
  private void joinCookies() {
    StringJoiner crumbs = new StringJoiner("; ");
    fields.getFields(HttpHeader.COOKIE).forEach(field -> crumbs.add(field.getValue()));
    fields.put(new HttpField(HttpHeader.COOKIE, "cookie", crumbs.toString()));
  }
}
