package dev.jetticorn.connector.request;

import org.eclipse.jetty.http.HttpVersion;

/** Which clients are sent early hints; HTTP/1.0 never is, having no interim responses. */
public enum HintPolicy {
  /** HTTP/1.1 and HTTP/2. */
  EVERYONE,
  /** HTTP/2 alone: some HTTP/1.1 clients and proxies take a 103 for the final response. */
  HTTP2_ONLY,
  /** Nobody. */
  NOBODY;

  boolean permits(HttpVersion version) {
    return switch (this) {
      case EVERYONE -> version.getVersion() >= HttpVersion.HTTP_1_1.getVersion();
      case HTTP2_ONLY -> version.getVersion() >= HttpVersion.HTTP_2.getVersion();
      case NOBODY -> false;
    };
  }
}
