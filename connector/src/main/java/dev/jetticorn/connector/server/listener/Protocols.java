package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.settings.Http2ClearText;
import dev.jetticorn.connector.settings.HttpProtocol;
import java.util.List;

/**
 * What the listeners speak.
 *
 * @param overTls what those with TLS speak, in the order in which ALPN prefers it (RFC 7301,
 *     section 3.2); without HTTP/1.1, a client that does not offer HTTP/2 fails in the handshake
 * @param clearText how HTTP/2 may begin on those without TLS, beside HTTP/1.1
 */
public record Protocols(List<HttpProtocol> overTls, Http2ClearText clearText) {
  /** What is spoken when the worker class cannot do with several requests on a connection. */
  public static final Protocols HTTP1_ALONE =
      new Protocols(List.of(HttpProtocol.H1), Http2ClearText.OFF);

  /** Takes the list as it is now. */
  public Protocols {
    overTls = List.copyOf(overTls);
  }
}
