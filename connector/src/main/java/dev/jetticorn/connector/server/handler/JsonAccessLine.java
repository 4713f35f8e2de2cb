package dev.jetticorn.connector.server.handler;

import dev.jetticorn.bridge.StreamPriority;
import dev.jetticorn.connector.log.JsonLine;
import dev.jetticorn.connector.log.JsonTime;
import dev.jetticorn.connector.request.StreamRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** A line of the access log as a JSON object; what a request does not have is left out. */
final class JsonAccessLine implements AccessLogFormat.Part {
  private final long pid = ProcessHandle.current().pid();

  @Override
  public void appendTo(StringBuilder line, Request request, Response response) {
    JsonLine json =
        new JsonLine(line)
            .put("time", JsonTime.now())
            .put("remote_addr", LoggedRequest.clientAddress(request))
            .put("user", LoggedRequest.user(request))
            .put("method", LoggedRequest.method(request))
            .put("host", request.getHttpURI().getAuthority())
            .put("path", LoggedRequest.path(request))
            .put("query", request.getHttpURI().getQuery())
            .put("http_version", LoggedRequest.httpVersion(request))
            .put("protocol", LoggedRequest.protocol(request))
            .put("tls_version", LoggedRequest.tlsVersion(request))
            .put("status", response.getStatus())
            .put("bytes", LoggedRequest.bodyBytes(request, response))
            .putSeconds("duration", LoggedRequest.elapsedNanos(request))
            .put("referer", request.getHeaders().get(HttpHeader.REFERER))
            .put("user_agent", request.getHeaders().get(HttpHeader.USER_AGENT));
    StreamRequest.streamId(request).ifPresent(id -> json.put("stream_id", Integer.parseInt(id)));
    StreamRequest.priority(request)
        .map(StreamPriority::weight)
        .ifPresent(weight -> json.put("weight", weight));
    RefusedRequestLine.of(request).ifPresent(refused -> json.put("request_line", refused.text()));
    json.put("urgency", StreamRequest.urgency(request).urgency()).put("pid", pid).end();
  }
}
