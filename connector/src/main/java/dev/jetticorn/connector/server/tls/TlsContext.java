package dev.jetticorn.connector.server.tls;

import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS as it is set: loaded, checked and proven in a handshake.
 *
 * @param sslContextFactory the part for Jetty, not started; listeners may share it
 * @param certificate what the line of a listener says of the certificate
 * @param warnings what the operator should know although TLS works
 */
public record TlsContext(
    SslContextFactory.Server sslContextFactory,
    CertificateSummary certificate,
    List<String> warnings) {
  public TlsContext {
    warnings = List.copyOf(warnings);
  }
}
