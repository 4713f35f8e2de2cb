package dev.jetticorn.connector.server.http1;

import dev.jetticorn.connector.request.Authority;
import dev.jetticorn.connector.request.TrailerNames;
import dev.jetticorn.connector.server.handler.HeadLimits;
import java.util.Optional;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpVersion;

/**
 * Judges the heads of the requests of one connection, part by part as they come.
 *
 * <p>Jetty's parser only counts bytes. With gunicorn's limits a head may have 800 KB, which is room
 * for 200,000 fields of four bytes, and 15 MB of objects to hold them: too much to let each
 * connection have before anybody looks.
 */
final class HeadRules {
  private final HeadLimits limits;
  private final MethodRules methods;
  private final RequestLine line;
  private int fields;
  private HttpVersion version = HttpVersion.HTTP_1_1;
  private Optional<String> authority = Optional.empty();

  HeadRules(HeadLimits limits, MethodRules methods, RequestLine line) {
    this.limits = limits;
    this.methods = methods;
    this.line = line;
  }

  /** What comes before the fields; the parser that judges by these rules has it read. */
  RequestLine line() {
    return line;
  }

  /** Whether more has come already than a request line may have. */
  boolean isLineTooLong() {
    return !limits.allowLine(line.length());
  }

  /**
   * Judges the request line.
   *
   * @return the method as the application sees it
   */
  String requestLine(String given, String target, HttpVersion version) {
    if (isLineTooLong()) {
      throw new HttpException.RuntimeException(HttpStatus.URI_TOO_LONG_414);
    }
    String method = methods.folded(given);
    // Jetty knows version 2.0, for the preface.
    boolean isUnknown = version == HttpVersion.HTTP_2 && !HttpMethod.PRI.is(method);
    if (!line.isWellFormed()
        || isUnknown
        || !methods.allow(method)
        || !RequestTarget.isValid(method, target)) {
      throw bad("Request line");
    }
    fields = 0;
    this.version = version;
    authority = target.startsWith("/") ? Optional.empty() : RequestTarget.authority(target);
    return method;
  }

  /**
   * Judges the next header field.
   *
   * @return the field as the application sees it: the host is that of an absolute target, whatever
   *     else the client says (RFC 9112, 3.2.2)
   */
  HttpField header(HttpField field) {
    count(field);
    if (field.getHeader() == HttpHeader.TRANSFER_ENCODING) {
      TransferCodings.check(version, field.getValue());
    } else if (field.getHeader() == HttpHeader.HOST
        && field.getValue() != null
        && !Authority.hasPlainPort(field.getValue())) {
      throw bad("Host");
    }
    return field.getHeader() == HttpHeader.HOST && authority.isPresent()
        ? new HostPortHttpField(authority.get())
        : field;
  }

  /** Judges the next trailer field; they count together with those of the header. */
  void trailer(HttpField field) {
    count(field);
    if (!TrailerNames.allow(field.getName())) {
      throw bad("Trailer field");
    }
  }

  private void count(HttpField field) {
    fields++;
    if (!limits.allowFields(fields) || !limits.allowField(field)) {
      throw new HttpException.RuntimeException(HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431);
    }
  }

  private static HttpException.RuntimeException bad(String what) {
    return new HttpException.RuntimeException(HttpStatus.BAD_REQUEST_400, what);
  }
}
