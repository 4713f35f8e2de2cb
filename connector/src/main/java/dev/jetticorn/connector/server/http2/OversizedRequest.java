package dev.jetticorn.connector.server.http2;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.MetaData;

/** What is left of a request whose header list is larger than announced: enough for a log line. */
final class OversizedRequest extends MetaData.Request {
  private static final int LONGEST_PATH = 1_024;

  OversizedRequest(MetaData.Request request) {
    super(
        request.getBeginNanoTime(),
        request.getMethod(),
        shortened(request.getHttpURI()),
        HttpVersion.HTTP_2,
        HttpFields.EMPTY);
  }

  private static HttpURI shortened(HttpURI uri) {
    String path = uri.getPathQuery();
    return path == null || path.length() <= LONGEST_PATH
        ? uri
        : HttpURI.build(uri).pathQuery(path.substring(0, LONGEST_PATH)).asImmutable();
  }
}
