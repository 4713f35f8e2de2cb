package dev.jetticorn.connector.server.listener;

import dev.jetticorn.connector.server.tls.TlsContext;
import dev.jetticorn.connector.settings.HttpProtocol;
import dev.jetticorn.connector.settings.ProxySettings;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.ConnectionFactory;

/**
 * What is spoken at an address.
 *
 * @param tls what is shown to clients; empty for clear text
 * @param protocols what may be spoken, the preferred one first
 * @param http2For the setting that says who may speak HTTP/2 without TLS; empty for everyone
 * @param factories the parts for Jetty, the one of a connection's first bytes first
 */
public record ProtocolLayers(
    Optional<TlsContext> tls,
    List<HttpProtocol> protocols,
    Optional<String> http2For,
    List<ConnectionFactory> factories) {

  /** Takes the lists as they are now. */
  public ProtocolLayers {
    protocols = List.copyOf(protocols);
    factories = List.copyOf(factories);
  }

  /** For example {@code HTTP/2, HTTP/1.1; TLS, certificate of localhost until ...}. */
  @Override
  public String toString() {
    String spoken = protocols.stream().map(ProtocolLayers::name).collect(Collectors.joining(", "));
    String shown =
        tls.map(context -> "; TLS, certificate of " + context.certificate())
            .orElse(
                "; no TLS"
                    + http2For.map(setting -> ", HTTP/2 for " + setting + " alone").orElse(""));
    String proxies =
        factories.get(0) instanceof ProxyProtocolGate
            ? "; PROXY protocol from " + ProxySettings.PROXY_ALLOW_IPS.name()
            : "";
    return spoken + shown + proxies;
  }

  private static String name(HttpProtocol protocol) {
    return switch (protocol) {
      case H2 -> "HTTP/2";
      case H1 -> "HTTP/1.1";
    };
  }
}
