package dev.jetticorn.connector.server.tls;

import dev.jetticorn.connector.server.watch.FileState;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * TLS as it is set: loaded, checked and proven in a handshake.
 *
 * @param sslContextFactory the part for Jetty, not started; listeners may share it
 * @param certificate what the line of a listener says of the certificate
 * @param warnings what the operator should know although TLS works
 * @param readFrom the files with certificate, key and authorities, as they were before they were
 *     read; none for a certificate that was made
 */
public record TlsContext(
    SslContextFactory.Server sslContextFactory,
    CertificateSummary certificate,
    List<String> warnings,
    List<FileState> readFrom) {
  /** Takes the lists as they are now. */
  public TlsContext {
    warnings = List.copyOf(warnings);
    readFrom = List.copyOf(readFrom);
  }
}
