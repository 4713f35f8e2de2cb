package dev.jetticorn.connector.server.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What the server proves its identity with.
 *
 * @param key the private key of the first certificate
 * @param chain the server's own certificate, then those of its issuers
 */
record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {
  ServerCertificate {
    chain = List.copyOf(chain);
  }

  /** The certificate that the key belongs to. */
  X509Certificate own() {
    return chain.get(0);
  }
}
