package dev.jetticorn.connector.server.handler;

import dev.jetticorn.bridge.ServerListener;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** A request as a listener of the operator sees it. */
record SeenRequest(Request request) implements ServerListener.Request {
  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String path() {
    return String.valueOf(request.getHttpURI().getPath());
  }

  @Override
  public Optional<String> query() {
    return Optional.ofNullable(request.getHttpURI().getQuery());
  }

  @Override
  public String protocol() {
    return request.getConnectionMetaData().getHttpVersion().asString();
  }

  @Override
  public String remoteAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public Optional<String> field(String name) {
    return Optional.ofNullable(request.getHeaders().get(name));
  }
}
