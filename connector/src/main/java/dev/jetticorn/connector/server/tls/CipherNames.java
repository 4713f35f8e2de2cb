package dev.jetticorn.connector.server.tls;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Cipher suites by their name in Java, such as {@code TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256}, and
 * in OpenSSL, such as {@code ECDHE-RSA-AES128-GCM-SHA256}.
 */
final class CipherNames {
  private final Map<String, String> suites = new LinkedHashMap<>();

  /** The names of these suites, which are given by their names in Java. */
  CipherNames(Collection<String> javaNames) {
    for (String name : javaNames) {
      suites.put(name, name);
      suites.put(openSslName(name), name);
    }
  }

  /** The suite in Java that has a name in either language. */
  Optional<String> suite(String name) {
    return Optional.ofNullable(suites.get(name));
  }

  Set<String> all() {
    return Set.copyOf(suites.keySet());
  }

  /** The suites of TLS 1.3 name no key exchange, and are called the same by everybody. */
  static boolean isOfTls13(String suite) {
    return !suite.contains("_WITH_");
  }

  static String openSslName(String suite) {
    if (isOfTls13(suite)) {
      return suite;
    }
    String[] parts = suite.split("_WITH_", 2);
    String keyExchange = parts[0].replaceFirst("^TLS_", "").replace('_', '-') + "-";
    String cipher =
        parts[1]
            .replaceFirst("^AES_(\\d+)_CBC_", "AES$1-")
            .replaceFirst("^AES_(\\d+)_", "AES$1-")
            .replaceFirst("^CHACHA20_POLY1305_SHA256$", "CHACHA20-POLY1305")
            .replace('_', '-');
    return (keyExchange.equals("RSA-") ? "" : keyExchange) + cipher;
  }
}
